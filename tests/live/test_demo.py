"""The organisation of the demo: what somebody new to it finds in the shell.

The homeservers are filled once, as "make demo" does it; then everybody says,
without pauses, what they say while the demo runs.
"""

import json
import os

import pytest

import organisation
from colleagues import Colleagues
from conftest import PASSWORD, first_ports, python_of_venv
from homeserver import Federation
from program import Profile


def log_in(servers, folder, name):
    """A profile of the reader, caught up."""
    profile = Profile(folder, name)
    profile.login_at(servers['council'].url, organisation.READER, PASSWORD)
    profile.ok('sync', '--timeout', '60', timeout=90)
    return profile


@pytest.fixture(scope='module')
def demo(tmp_path_factory):
    """The directory of a demo, and its running servers."""
    folder = str(tmp_path_factory.mktemp('demo'))
    ports = {kind: port + 40 for kind, port in first_ports().items()}
    servers = Federation(os.path.join(folder, 'servers'), python_of_venv(),
                         ports=ports)
    try:
        memory = organisation.seed(servers, PASSWORD, lambda what: None)
        with open(os.path.join(folder, 'seed.json'), 'w',
                  encoding='utf-8') as file:
            json.dump(memory, file)
        yield folder, servers
    finally:
        servers.stop()


@pytest.fixture(scope='module')
def ann(demo):
    """The reader, who has caught up with the weeks before."""
    profile = log_in(demo[1], demo[0], 'ann')
    yield profile
    profile.end()


def titles(things):
    return {one['title'] for one in things}


def by_title(things):
    return {one['title']: one for one in things}


def test_people_are_found_by_what_they_know(ann):
    hits = {one['name']: one
            for one in ann.json('people', '--refresh', 'skill:pumps')}
    assert set(hits) == {'Chloe Martin', 'Dev Patel', 'Мина Петрова',
                         'Pete Gallagher'}
    assert hits['Chloe Martin']['role'] == 'Pump engineer'
    assert any('endorsed for pumps by' in why
               for why in hits['Chloe Martin']['why'])
    trust = ann.json('people', 'org:harbour')
    assert len(trust) == len(organisation.PEOPLE['partner'])
    # Leah does not want to be found; she can still be looked at.
    assert ann.json('people', 'name:כהן') == []
    assert ann.one('card')['name'] == 'Ann Harker'


def test_places_say_what_they_are_for(ann):
    charters = {one['name']: one for one in ann.json('spaces')}
    assert [one['name'] for one in ann.json('spaces', '--no-charter')] == \
        ['Town hall']
    assert len(charters) == 9
    assert [name for name, one in charters.items()
            if one['review_due']] == ['Warm homes']
    assert charters['Pumping stations']['declared'] == 'internal'
    assert charters['Pumping stations']['area'] == 'external'
    changes = ann.json('charter', 'log', 'Flood defence')
    assert len({one['ts'] for one in changes}) == 2
    assert 'declares it internal' in ann.ok('about', 'Pumping stations')
    assert 'asked to accept' in ann.ok('about', 'Pumps and cranes circle')


def test_guests_and_invitations(ann):
    assert {one['name']: one['state'] for one in ann.json('guests')} == {
        'Pete Gallagher': 'soon', 'Noor Rahimi': 'guest'}
    assert {one['name'] for one in ann.json('invites')} == {
        'Boat shed volunteers', 'Open day at the boat shed'}
    assert len(ann.json('mentions')) >= 5


def test_tasks_of_all_sorts(ann):
    tasks = by_title(ann.json('task', 'list'))
    assert {'Two new pumps, running', 'Fit P2 and P4',
            'Read the gauge book against the graph'} <= set(tasks)
    swap = tasks['Two new pumps, running']
    assert swap['parts'] == 4 and swap['priority'] == 2
    assert tasks['Fit P2 and P4']['blocked']
    assert len(tasks['Fit P2 and P4']['after']) == 2
    steps = tasks['Lifting plan for the fitter\'s visit']
    assert (steps['steps_done'], len(steps['steps'])) == (2, 4)
    assert steps['stage'] == 'doing'
    book = tasks['Read the gauge book against the graph']
    assert book['repeat'] == 'FREQ=WEEKLY' and book['last_done']
    assert len(book['assignees']) == 2 and book['status'] == 'open'
    assert 'Answer the councillor about the lime trees' in titles(
        ann.json('task', 'list', '--overdue'))
    sections = {one['title']: one['section'] for one in ann.json('agenda')}
    assert sections['Answer the councillor about the lime trees'] == 'overdue'
    assert 'Tender text for the pumps' in sections


def test_questions_are_open_answered_and_solved(ann):
    things = by_title(ann.json('question', 'list', '--all'))
    sections = {one['section'] for one in things.values()}
    assert {'unanswered over 48 h', 'being answered', 'solved'} <= sections
    damp = things['Who looks at damp behind a wardrobe?']
    assert damp['creator_name'] == 'Noor Rahimi'
    whole = ann.ok('--json', 'question', 'show', damp['id'])
    assert 'This is the flat of the complaint' in whole


def test_the_guest_does_not_see_the_notes(demo):
    noor = demo[1]['partner'].client('noor')
    everything = json.dumps(noor.sync(), ensure_ascii=False)
    assert 'Who looks at damp' in everything
    assert 'flat of the complaint' not in everything


def test_ideas_are_voted_on_and_decided(ann):
    ideas = by_title(ann.json('idea', 'list', '--all'))
    assert {one['status'] for one in ideas.values()} == {
        'new', 'planned', 'done', 'declined', 'duplicate'}
    # Six votes, and two of the idea that repeats it, one by the same person.
    assert ideas['Two bicycles for short trips']['up'] == 7
    assert ideas['All hands on Friday afternoon']['reason']


def test_events_links_decisions_polls_and_pins(ann):
    events = by_title(ann.json('event', 'list'))
    assert {'Fitting the new pumps', 'Duty officers, standing up',
            'Joint walk along the wall', 'All hands'} <= set(events)
    assert 'Mechanical seals, and why they weep' in titles(
        ann.json('resource', 'list'))
    assert len(ann.json('decision', 'list')) == 4
    assert len(ann.json('polls', 'canteen')) == 1
    flood = next(one for one in ann.json('rooms')
                 if '#flood-general:' in (one['alias'] or ''))
    assert len(ann.json('pins', flood['id'])) == 3


def test_home_and_report_gather_it(ann):
    home = ann.json('home')
    sections = {one['section'] for one in home}
    assert {'for you', 'my tasks', 'invitations'} <= {
        one.lower() for one in sections}
    able = [one for one in home
            if one['section'].lower() == 'questions i could answer']
    assert any('third quote' in json.dumps(one) for one in able)
    assert 'Outcomes of the charter' in ann.ok('report', 'Flood defence')


def test_colleagues_go_on_with_it(demo, ann):
    folder, servers = demo
    colleagues = Colleagues(folder)
    for line in colleagues.lines:
        reactions, line.reactions = line.reactions, []
        colleagues.teller(line.room).tell(line)
        line.reactions = reactions
    ann.ok('sync', '--timeout', '60', timeout=90)
    ideas = by_title(ann.json('idea', 'list', '--all'))
    assert ideas['One number for all faults']['status'] == 'planned'
    assert ideas['One number for all faults']['up'] == 6
    assert ideas['A bench where the buses stop']['up'] == 2
    questions = by_title(ann.json('question', 'list', '--all'))
    lamp = questions['When does the lamp at the ferry get its new glass?']
    assert lamp['section'] == 'solved'
    assert 'Lifting plan for the fitter\'s visit' not in titles(
        ann.json('task', 'list', '--open'))
