"""What the colleagues say when they are spoken to: by what they hear.

No rule knows what is meant; but each answer is one that a busy colleague
could give to such words, and none comes twice in a row.
"""

import random
import re

ARRIVALS = ('Hello Ann! What is this one about?', 'Here I am.',
            'Thanks for the invitation. 👋')

THANKS = re.compile(r'\b(thanks?|thank you|thx|cheers|great|perfect|lovely|'
                    r'wonderful|super)\b|🙏|❤', re.I)

RULES = (
    ('hello', r'^(hi|hello|hey|good (morning|evening)|morning|moin)\b', (
        'Hello Ann! What can I do for you?',
        'Morning! All quiet here.',
        'Hi Ann. Shoot.')),
    ('test', r'\b(test|testing|ping)\b', (
        'I can read you loud and clear.',
        'Pong. Works from here.',
        'Arrived. Was that all, or is there more to come?')),
    ('when', r'\b(when|what time|how soon|until when|deadline|by \w+day)\b', (
        'Tomorrow before noon, if nothing burns.',
        'By the end of the week. I put it into the tasks, so that I '
        "can't wriggle out of it.",
        'Give me an hour, I have to ask on site.')),
    ('where', r'\bwhere\b', (
        'On the share, in the folder with the date in its name.',
        'In the depot, second shelf on the left.',
        'I had it in my hand yesterday. Let me look.')),
    ('who', r'\bwho\b', (
        'I can take it.',
        'Tove knows best, but I can start.',
        "I'd ask Leah first, to be on the safe side.")),
    ('money', r'\b(cost|costs|price|money|budget|pay|invoice|how much)\b', (
        'A bit under 5,000, I have it in writing.',
        'Jonas has the exact figure; mine is from memory and too low.',
        'It is in the budget, line 14.')),
    ('why', r'\bwhy\b', (
        'Because the supplier moved the date, nothing worse.',
        'Long story. The short one: the old plan had the wrong height.',
        'Good question. I assumed there was a reason, but let me check.')),
    ('please', r'\b(can|could|would|will) (you|we|someone|somebody)\b|'
               r'\bplease\b', (
        'Yes, gladly. Until tomorrow, is that all right?',
        "I'll do it right after this call.",
        "Of course. I'll tell you when it's done.")),
    ('shall', r'\b(shall|should) (i|we)\b|\bis it ok', (
        "Yes, do. I'd have asked the same.",
        'I would wait for the answer from the insurer, it can only be '
        'today or tomorrow.',
        "Go ahead, I'm with you.")),
    ('sorry', r'\bsorry\b', (
        'No harm done.', 'Happens to all of us. Twice to me.',
        "Don't worry about it.")),
    ('river', r'\b(water|river|level|flood|storm|rain|pump)s?\b', (
        '1.86 at the bridge, I looked a minute ago.',
        "All quiet. I'll shout if that changes.",
        'P1 and P3 run as they should. The others rest.')),
    ('question', r'\?', (
        'Let me look it up, I want to give you the right answer.',
        'I think so, but I was wrong about it once. Give me ten minutes.',
        'Yes. With a small "but": I have to check the dates.',
        'Not yet. It is the next thing on my list.')),
    ('agree', r'\b(yes|ok|okay|agreed|right|good|fine|sure)\b', (
        'Good, then I go ahead.', "Perfect, that's settled.",
        'Noted. Thank you for being quick.')),
    ('no', r'\b(no|not|never|don.t|can.t)\b', (
        'All right, then we leave it as it is.',
        'Fair enough. What would you rather do?',
        'Understood. I had half expected it.')),
    ('task', None, (
        'On my list.', 'Mine. I begin after lunch.',
        'Got it. Shout if it gets more urgent.')),
    ('other', r'', (
        'Noted, thank you.', 'That helps, thanks.',
        'Good to know. I tell the others.',
        "I'll write that down before I forget it.")),
)

REACTIONS = ((r'\b(cake|tea|coffee|lunch|biscuit)', '🍰'),
             (r'\b(done|finished|ready|works)\b', '🎉'),
             (r'\bsorry\b', '🤗'), (r'😄|😂|\bha(ha)+\b', '😄'),
             (r'\?', '👀'), (r'', '👍'))


class Answers:
    """Chooses, and remembers what was chosen last."""

    def __init__(self, choose=random.shuffle):
        self.choose, self.left = choose, {}

    def of(self, name):
        """The next answer of a rule."""
        if not self.left.get(name):
            self.left[name] = list(next(
                texts for rule, _, texts in RULES if rule == name))
            self.choose(self.left[name])
        return self.left[name].pop()

    def to(self, text):
        """An answer to a text."""
        return self.of(next(name for name, pattern, _ in RULES
                            if pattern is not None and
                            re.search(pattern, text, re.I)))

    @staticmethod
    def is_thanks(text):
        """Whether a text wants no answer but a smile."""
        return len(text) < 60 and '?' not in text and \
            bool(THANKS.search(text))

    @staticmethod
    def reaction(text):
        """An emoji for a text."""
        if Answers.is_thanks(text):
            return '❤️'
        return next(key for pattern, key in REACTIONS
                    if re.search(pattern, text, re.I))
