#include "base/error.h"

static const char *const words[] = {
	[FM_ERROR_FAILED] = "failed",
	[FM_ERROR_USAGE] = "usage",
	[FM_ERROR_OFFLINE] = "offline",
	[FM_ERROR_AUTH] = "auth",
	[FM_ERROR_LIMITED] = "limited",
	[FM_ERROR_NOT_FOUND] = "not_found",
	[FM_ERROR_AMBIGUOUS] = "ambiguous",
	[FM_ERROR_REFUSED] = "refused",
	[FM_ERROR_PROTOCOL] = "protocol",
	[FM_ERROR_NEWER] = "newer",
	[FM_ERROR_CORRUPT] = "corrupt",
	[FM_ERROR_DISK] = "disk",
	[FM_ERROR_LOCKED] = "locked",
};

G_DEFINE_QUARK(fm-error-quark, fm_error)

const char *fm_error_word(const GError *error)
{
	if (!error || error->domain != FM_ERROR || error->code < 0 ||
	    error->code >= (int)G_N_ELEMENTS(words))
		return words[FM_ERROR_FAILED];
	return words[error->code];
}
