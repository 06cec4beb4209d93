#include "engine/socket.h"
#include "base/error.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 32
#define CHUNK 65536

static bool make_address(const char *path, struct sockaddr_un *address)
{
	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	return g_strlcpy(address->sun_path, path, sizeof address->sun_path) <
	       sizeof address->sun_path;
}

static bool bind_private(int fd, const char *path)
{
	struct sockaddr_un address;

	if (!make_address(path, &address)) {
		errno = ENAMETOOLONG;
		return false;
	}
	if (unlink(path) != 0 && errno != ENOENT)
		return false;
	return bind(fd, (struct sockaddr *)&address, sizeof address) == 0 &&
	       chmod(path, 0600) == 0 && listen(fd, BACKLOG) == 0;
}

int socket_listen(const char *path, GError **err)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd >= 0 && bind_private(fd, path))
		return fd;
	g_set_error(err, FM_ERROR, FM_ERROR_FAILED, "Other processes of this "
		    "profile cannot be served through %s (%s); make that "
		    "folder writable for you, or set XDG_RUNTIME_DIR.", path,
		    g_strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

static bool is_same_user(int fd)
{
	struct ucred other;
	socklen_t len = sizeof other;

	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &other, &len) == 0 &&
	       other.uid == geteuid();
}

int socket_accept(int listener)
{
	int fd;

	while ((fd = accept4(listener, NULL, NULL,
			     SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0) {
		if (is_same_user(fd))
			return fd;
		close(fd);
	}
	return -1;
}

int socket_connect(const char *path)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	struct sockaddr_un address;

	if (fd < 0)
		return -1;
	/* A Unix socket connects at once, or its queue is full: EAGAIN. */
	if (make_address(path, &address) &&
	    connect(fd, (struct sockaddr *)&address, sizeof address) == 0 &&
	    is_same_user(fd))
		return fd;
	close(fd);
	return -1;
}

/* ---- channels ------------------------------------------------------------ */

void channel_init(struct channel *c, int fd)
{
	c->fd = fd;
	c->in = g_byte_array_new();
	c->out = g_byte_array_new();
}

/* A log-in has its password in there. */
static void wipe(GByteArray *bytes)
{
	if (bytes->len > 0)
		explicit_bzero(bytes->data, bytes->len);
	g_byte_array_unref(bytes);
}

void channel_clear(struct channel *c)
{
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
	g_clear_pointer(&c->in, wipe);
	g_clear_pointer(&c->out, wipe);
}

void channel_put(struct channel *c, const struct message *m)
{
	if (c->out->len <= CHANNEL_MAX)
		message_pack(m, c->out);
}

bool channel_flush(struct channel *c)
{
	guint sent = 0;
	ssize_t n = 0;

	while (sent < c->out->len) {
		n = send(c->fd, c->out->data + sent, c->out->len - sent,
			 MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		sent += (guint)n;
	}
	if (sent > 0) {
		explicit_bzero(c->out->data, sent);
		g_byte_array_remove_range(c->out, 0, sent);
	}
	if (n < 0 && errno != EAGAIN)
		return false;
	return c->out->len <= CHANNEL_MAX;
}

bool channel_fill(struct channel *c)
{
	guint8 chunk[CHUNK];
	ssize_t n;

	do {
		n = recv(c->fd, chunk, sizeof chunk, 0);
	} while (n < 0 && errno == EINTR);
	if (n > 0)
		g_byte_array_append(c->in, chunk, (guint)n);
	explicit_bzero(chunk, n > 0 ? (size_t)n : 0);
	return n > 0 || (n < 0 && errno == EAGAIN);
}

struct message *channel_take(struct channel *c, bool *bad)
{
	return message_unpack(c->in, bad);
}
