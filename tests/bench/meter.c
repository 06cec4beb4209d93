/*
 * Runs a program and writes down what it cost.
 *
 *	meter FILE PROGRAM [ARGUMENT]…
 *
 * FILE gets one line of JSON: seconds of CPU in user and system mode, seconds
 * that passed, the most memory that was resident (kB), and the exit status,
 * -1 after a signal.  It is a program of its own, and a small one, because
 * Linux counts the memory of the process that forked as the child's.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval t)
{
	return t.tv_sec + t.tv_usec / 1e6;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	double began = now();
	struct rusage use;
	int status;
	FILE *file;
	pid_t pid;

	if (argc < 3) {
		fputs("usage: meter FILE PROGRAM [ARGUMENT]...\n", stderr);
		return 2;
	}
	pid = fork();
	if (pid == 0) {
		execvp(argv[2], argv + 2);
		perror(argv[2]);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &use) < 0) {
		perror("meter");
		return 1;
	}
	file = fopen(argv[1], "w");
	if (!file) {
		perror(argv[1]);
		return 1;
	}
	fprintf(file, "{\"user\": %.6f, \"sys\": %.6f, \"wall\": %.6f, "
		"\"maxrss\": %ld, \"status\": %d}\n", seconds(use.ru_utime),
		seconds(use.ru_stime), now() - began, use.ru_maxrss,
		WIFEXITED(status) ? WEXITSTATUS(status) : -1);
	return fclose(file) == 0 ? 0 : 1;
}
