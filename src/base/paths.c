#include "base/paths.h"
#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define SOCKET_MAX 100

static bool disk_error(GError **err, const char *what, const char *path)
{
	g_set_error(err, FM_ERROR, FM_ERROR_DISK, "%s %s: %s.", what, path,
		    g_strerror(errno));
	return false;
}

/* ---- folders --------------------------------------------------------- */

/* Ours, a folder, and closed to others; says how to mend it if not. */
static bool check_folder(const char *path, const struct stat *st, GError **err)
{
	g_autofree char *quoted = g_shell_quote(path);

	if (!S_ISDIR(st->st_mode))
		g_set_error(err, FM_ERROR, FM_ERROR_REFUSED,
			    "%s is not a folder; move it away, or name "
			    "another folder.", path);
	else if (st->st_uid != geteuid())
		g_set_error(err, FM_ERROR, FM_ERROR_REFUSED,
			    "The folder %s belongs to somebody else (user "
			    "%u); name a folder of your own.", path,
			    (unsigned)st->st_uid);
	else if (st->st_mode & 077)
		g_set_error(err, FM_ERROR, FM_ERROR_REFUSED,
			    "The folder %s is open to others; close it with: "
			    "chmod 700 %s", path, quoted);
	else
		return true;
	return false;
}

static bool make_folder(const char *path, GError **err)
{
	struct stat st;

	if (g_mkdir_with_parents(path, 0700) != 0)
		return disk_error(err, "Cannot make the folder", path);
	if (stat(path, &st) != 0)
		return disk_error(err, "Cannot look at the folder", path);
	return check_folder(path, &st, err);
}

/* As make_folder() below a folder where anybody may write: a link that
 * somebody put there is not followed. */
static bool make_real_folder(const char *path, GError **err)
{
	struct stat st;

	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return disk_error(err, "Cannot make the folder", path);
	if (lstat(path, &st) != 0)
		return disk_error(err, "Cannot look at the folder", path);
	return check_folder(path, &st, err);
}

/* A folder named by the XDG variables: what is not absolute is ignored
 * (XDG Base Directory Specification 0.8, "Basics"). */
static char *xdg_folder(const char *variable, const char *otherwise)
{
	const char *value = g_getenv(variable);

	if (value && g_path_is_absolute(value))
		return g_build_filename(value, "folkmoot", NULL);
	return g_build_filename(g_get_home_dir(), otherwise, "folkmoot", NULL);
}

static bool is_private_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && check_folder(path, &st, NULL);
}

static char *temporary_runtime(void)
{
	return g_strdup_printf("/tmp/folkmoot-%u", (unsigned)geteuid());
}

static char *runtime_folder(void)
{
	const char *set = g_getenv("XDG_RUNTIME_DIR");
	g_autofree char *usual = NULL;

	if (set && g_path_is_absolute(set) && is_private_folder(set))
		return g_build_filename(set, "folkmoot", NULL);
	usual = g_strdup_printf("/run/user/%u", (unsigned)geteuid());
	if (is_private_folder(usual))
		return g_build_filename(usual, "folkmoot", NULL);
	return temporary_runtime();
}

/* ---- the paths of a profile ------------------------------------------ */

static char *socket_path(const char *profile, GError **err)
{
	g_autofree char *folder = runtime_folder();
	g_autofree char *sum =
		g_compute_checksum_for_string(G_CHECKSUM_SHA256, profile, -1);
	g_autofree char *name = g_strdup_printf("%.16s.sock", sum);

	if (strlen(folder) + 1 + strlen(name) >= SOCKET_MAX) {
		g_free(folder);
		folder = temporary_runtime();
	}
	if (!make_real_folder(folder, err))
		return NULL;
	return g_build_filename(folder, name, NULL);
}

static char *config_path(const char *profile)
{
	g_autofree char *folder = NULL;
	char *own = g_build_filename(profile, "config", NULL);

	if (access(own, F_OK) == 0)
		return own;
	g_free(own);
	folder = xdg_folder("XDG_CONFIG_HOME", ".config");
	return g_build_filename(folder, "config", NULL);
}

/* The folder, made when missing, by the one name that all processes use for
 * it, whatever links lead there. */
static char *profile_path(const char *profile, GError **err)
{
	g_autofree char *wanted = profile ?
		g_canonicalize_filename(profile, NULL) :
		xdg_folder("XDG_STATE_HOME", ".local/state");
	char real[PATH_MAX];

	if (!make_folder(wanted, err))
		return NULL;
	if (realpath(wanted, real))
		return g_strdup(real);
	disk_error(err, "Cannot find the folder", wanted);
	return NULL;
}

bool paths_init(struct paths *p, const char *profile, GError **err)
{
	g_autofree char *folder = NULL;

	memset(p, 0, sizeof *p);
	p->profile = profile_path(profile, err);
	if (!p->profile)
		return false;
	p->store = g_build_filename(p->profile, "store.db", NULL);
	p->tokens = g_build_filename(p->profile, "tokens", NULL);
	p->log = g_build_filename(p->profile, "log", NULL);
	p->lock = g_build_filename(p->profile, "lock", NULL);
	p->config = config_path(p->profile);
	folder = g_path_get_dirname(p->config);
	p->themes = g_build_filename(folder, "themes", NULL);
	p->socket = socket_path(p->profile, err);
	if (p->socket && make_folder(p->tokens, err))
		return true;
	paths_clear(p);
	return false;
}

void paths_clear(struct paths *p)
{
	g_free(p->profile);
	g_free(p->store);
	g_free(p->tokens);
	g_free(p->log);
	g_free(p->lock);
	g_free(p->socket);
	g_free(p->config);
	g_free(p->themes);
	memset(p, 0, sizeof *p);
}

/* ---- small private files --------------------------------------------- */

static bool write_all(int fd, const char *text)
{
	size_t left = strlen(text);

	while (left > 0) {
		ssize_t n = write(fd, text, left);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		text += n;
		left -= (size_t)n;
	}
	return true;
}

/* The new name must be on disk as well as the bytes. */
static bool sync_folder_of(const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return false;
	/* Some file systems cannot do this to a folder, and need not. */
	ok = fsync(fd) == 0 || errno == EINVAL;
	close(fd);
	return ok;
}

static bool fill_and_rename(int fd, const char *from, const char *to,
			    const char *text)
{
	bool ok = write_all(fd, text) && fsync(fd) == 0;
	int saved = errno;

	if (close(fd) != 0 && ok) {
		ok = false;
		saved = errno;
	}
	errno = saved;
	return ok && rename(from, to) == 0;
}

bool paths_write_private(const char *path, const char *text, GError **err)
{
	g_autofree char *temporary = g_strdup_printf("%s.XXXXXX", path);
	int fd = mkostemp(temporary, O_CLOEXEC);
	int saved;

	if (fd < 0)
		return disk_error(err, "Cannot write", path);
	if (!fill_and_rename(fd, temporary, path, text)) {
		saved = errno;
		unlink(temporary);
		errno = saved;
		return disk_error(err, "Cannot write", path);
	}
	if (!sync_folder_of(path))
		return disk_error(err, "Cannot write", path);
	return true;
}

static bool check_file(const char *path, int fd, GError **err)
{
	g_autofree char *quoted = g_shell_quote(path);
	struct stat st;

	if (fstat(fd, &st) != 0)
		return disk_error(err, "Cannot read", path);
	if (!S_ISREG(st.st_mode))
		g_set_error(err, FM_ERROR, FM_ERROR_REFUSED,
			    "%s is not a file; move it away.", path);
	else if (st.st_uid != geteuid())
		g_set_error(err, FM_ERROR, FM_ERROR_REFUSED,
			    "The file %s belongs to somebody else (user %u); "
			    "move it away.", path, (unsigned)st.st_uid);
	else if (st.st_mode & 077)
		g_set_error(err, FM_ERROR, FM_ERROR_REFUSED,
			    "The file %s is open to others; close it with: "
			    "chmod 600 %s", path, quoted);
	else
		return true;
	return false;
}

static char *read_bounded(int fd, const char *path, gsize max, GError **err)
{
	g_autoptr(GString) text = g_string_new(NULL);
	char part[4096];
	ssize_t n;

	while ((n = read(fd, part, sizeof part)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			disk_error(err, "Cannot read", path);
			return NULL;
		}
		if (text->len + (gsize)n > max) {
			g_set_error(err, FM_ERROR, FM_ERROR_REFUSED,
				    "%s is longer than %" G_GSIZE_FORMAT
				    " bytes and is not what it should be; "
				    "move it away.", path, max);
			return NULL;
		}
		g_string_append_len(text, part, n);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

char *paths_read_private(const char *path, gsize max, GError **err)
{
	/* O_NONBLOCK: a pipe of that name must not hold us up. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char *text = NULL;

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR)) {
		g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
			    "There is no file %s.", path);
		return NULL;
	}
	if (fd < 0) {
		disk_error(err, "Cannot read", path);
		return NULL;
	}
	if (check_file(path, fd, err))
		text = read_bounded(fd, path, max, err);
	close(fd);
	return text;
}

/* ---- network file systems -------------------------------------------- */

/* statfs(2) and the sources of the kernel modules that are not in its list.
 * The numbers are written out because older <linux/magic.h> lack some. */
static const uint32_t network_types[] = {
	0x00006969,	/* NFS */
	0x0000517B,	/* SMB */
	0xFF534D42,	/* CIFS */
	0xFE534D42,	/* SMB2 */
	0x5346414F,	/* AFS */
	0x6B414653,	/* AFS of the kernel */
	0x73757245,	/* Coda */
	0x01021997,	/* 9p */
	0x00C36400,	/* Ceph */
	0x0BD00BD0,	/* Lustre */
	0x01161970,	/* GFS2 */
	0x7461636F,	/* OCFS2 */
	0x47504653,	/* GPFS */
	0x19830326,	/* BeeGFS */
	0xAAD7AAEA,	/* PanFS */
};
#define FUSE_TYPE 0x65735546

/* What lies behind FUSE is told by the type in the table of mounts. */
static const char *const network_fuses[] = {
	"fuse.sshfs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs",
	"fuse.ceph-fuse", "fuse.davfs", "fuse.juicefs", "fuse.mfs",
	"fuse.curlftpfs", "fuse.gvfsd-fuse", "fuse.smbnetfs", "fuse.lizardfs",
	"fuse.moosefs", "fuse.beegfs", "fuse.quobyte", "fuse.vmhgfs-fuse",
};

/* The type in a line of mountinfo (proc(5)) when it is the mount of `dev`:
 * "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw". */
static bool line_is_network_fuse(const char *line, dev_t dev)
{
	g_autofree char *number = g_strdup_printf(" %u:%u ", major(dev),
						  minor(dev));
	const char *type = strstr(line, " - ");

	if (!type || !strstr(line, number))
		return false;
	type += 3;
	for (size_t i = 0; i < G_N_ELEMENTS(network_fuses); i++) {
		size_t n = strlen(network_fuses[i]);

		if (strncmp(type, network_fuses[i], n) == 0 && type[n] == ' ')
			return true;
	}
	return false;
}

static bool fuse_on_network(const char *path)
{
	g_autofree char *table = NULL;
	g_auto(GStrv) lines = NULL;
	struct stat st;

	/* When in doubt, be careful. */
	if (stat(path, &st) != 0 ||
	    !g_file_get_contents("/proc/self/mountinfo", &table, NULL, NULL))
		return true;
	lines = g_strsplit(table, "\n", -1);
	for (char **line = lines; *line; line++)
		if (line_is_network_fuse(*line, st.st_dev))
			return true;
	return false;
}

bool paths_on_network(const char *path)
{
	struct statfs fs;
	uint32_t type;

	if (statfs(path, &fs) != 0)
		return false;
	type = (uint32_t)fs.f_type;
	for (size_t i = 0; i < G_N_ELEMENTS(network_types); i++)
		if (type == network_types[i])
			return true;
	return type == FUSE_TYPE && fuse_on_network(path);
}
