/* Passwords from the terminal, texts from standard input. */
#include "cli/front.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>
#include "base/error.h"

#define LINE_BYTES 4096

struct asking {
	int tty, signals;
	sigset_t blocked, before;
	struct termios saved;
	const char *prompt;
};

static void write_all(int fd, const char *text)
{
	size_t left = strlen(text);

	while (left > 0) {
		ssize_t n = write(fd, text, left);

		if (n <= 0)
			return;
		text += n;
		left -= n;
	}
}

static void echo_off(const struct asking *a)
{
	struct termios quiet = a->saved;

	quiet.c_lflag &= ~(tcflag_t)ECHO;
	quiet.c_lflag |= ECHONL | ICANON | ISIG;
	tcsetattr(a->tty, TCSAFLUSH, &quiet);
	write_all(a->tty, a->prompt);
}

static void echo_back(const struct asking *a)
{
	tcsetattr(a->tty, TCSAFLUSH, &a->saved);
}

/* The signal does what it would have done, with the terminal as it was. */
static void let_signal_act(const struct asking *a)
{
	struct signalfd_siginfo info;

	if (read(a->signals, &info, sizeof info) != sizeof info)
		return;
	echo_back(a);
	write_all(a->tty, "\n");
	raise(info.ssi_signo);
	sigprocmask(SIG_SETMASK, &a->before, NULL);
	/* still here: it was a stop, and somebody said fg */
	sigprocmask(SIG_BLOCK, &a->blocked, NULL);
	echo_off(a);
}

static char *read_line(const struct asking *a)
{
	char buf[LINE_BYTES];
	struct pollfd fds[] = {
		{ .fd = a->tty, .events = POLLIN },
		{ .fd = a->signals, .events = POLLIN },
	};
	char *line;
	ssize_t n;

	for (;;) {
		if (poll(fds, G_N_ELEMENTS(fds), -1) < 0 && errno != EINTR)
			return NULL;
		if (fds[1].revents) {
			let_signal_act(a);
			continue;
		}
		if (fds[0].revents)
			break;
	}
	n = read(a->tty, buf, sizeof buf);
	line = n > 0 ? g_strndup(buf, n) : NULL;
	explicit_bzero(buf, sizeof buf);
	return line;
}

char *secret_ask(const char *prompt, GError **err)
{
	static const int watched[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT,
				       SIGTSTP };
	struct asking a = { .prompt = prompt };
	char *line;

	a.tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
	if (a.tty < 0 || tcgetattr(a.tty, &a.saved) < 0) {
		g_set_error(err, FM_ERROR, FM_ERROR_REFUSED,
			    "There is no terminal to ask for the password on; "
			    "use --password-stdin or --password-command.");
		if (a.tty >= 0)
			close(a.tty);
		return NULL;
	}
	sigemptyset(&a.blocked);
	for (guint i = 0; i < G_N_ELEMENTS(watched); i++)
		sigaddset(&a.blocked, watched[i]);
	sigprocmask(SIG_BLOCK, &a.blocked, &a.before);
	a.signals = signalfd(-1, &a.blocked, SFD_CLOEXEC);
	echo_off(&a);
	line = read_line(&a);
	echo_back(&a);
	close(a.signals);
	sigprocmask(SIG_SETMASK, &a.before, NULL);
	close(a.tty);
	if (!line)
		g_set_error(err, FM_ERROR, FM_ERROR_REFUSED,
			    "No password was given.");
	return line;
}

static char *refuse(char *take, GError **err, const char *why)
{
	g_free(take);
	g_set_error(err, FM_ERROR, FM_ERROR_REFUSED, "Standard input %s; "
		    "nothing was done.", why);
	return NULL;
}

char *secret_input(size_t max, GError **err)
{
	char *text = g_malloc(max + 2);
	size_t len = fread(text, 1, max + 1, stdin);

	if (ferror(stdin))
		return refuse(text, err, "could not be read");
	if (len > max)
		return refuse(text, err, "is longer than a message may be "
			      "(60,000 bytes)");
	if (memchr(text, '\0', len))
		return refuse(text, err, "has a NUL byte in it and is no "
			      "text");
	text[len] = '\0';
	return text;
}
