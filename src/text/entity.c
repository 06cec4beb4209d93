/*
 * entity.c - the named characters of HTML 4 (section 24 of its
 * specification) and &apos;: those that people and servers write.
 */
#include "text/text-internal.h"

#include <stdlib.h>
#include <string.h>

struct entity {
	char name[12];
	uint16_t cp;
};

/* Sorted by byte. */
static const struct entity entities[] = {
	{ "AElig", 198 }, { "Aacute", 193 }, { "Acirc", 194 },
	{ "Agrave", 192 }, { "Alpha", 0x391 }, { "Aring", 197 },
	{ "Atilde", 195 }, { "Auml", 196 }, { "Beta", 0x392 },
	{ "Ccedil", 199 }, { "Chi", 0x3a7 }, { "Dagger", 0x2021 },
	{ "Delta", 0x394 }, { "ETH", 208 }, { "Eacute", 201 }, { "Ecirc", 202 },
	{ "Egrave", 200 }, { "Epsilon", 0x395 }, { "Eta", 0x397 },
	{ "Euml", 203 }, { "Gamma", 0x393 }, { "Iacute", 205 },
	{ "Icirc", 206 }, { "Igrave", 204 }, { "Iota", 0x399 }, { "Iuml", 207 },
	{ "Kappa", 0x39a }, { "Lambda", 0x39b }, { "Mu", 0x39c },
	{ "Ntilde", 209 }, { "Nu", 0x39d }, { "OElig", 0x152 },
	{ "Oacute", 211 }, { "Ocirc", 212 }, { "Ograve", 210 },
	{ "Omega", 0x3a9 }, { "Omicron", 0x39f }, { "Oslash", 216 },
	{ "Otilde", 213 }, { "Ouml", 214 }, { "Phi", 0x3a6 }, { "Pi", 0x3a0 },
	{ "Prime", 0x2033 }, { "Psi", 0x3a8 }, { "Rho", 0x3a1 },
	{ "Scaron", 0x160 }, { "Sigma", 0x3a3 }, { "THORN", 222 },
	{ "Tau", 0x3a4 }, { "Theta", 0x398 }, { "Uacute", 218 },
	{ "Ucirc", 219 }, { "Ugrave", 217 }, { "Upsilon", 0x3a5 },
	{ "Uuml", 220 }, { "Xi", 0x39e }, { "Yacute", 221 }, { "Yuml", 0x178 },
	{ "Zeta", 0x396 }, { "aacute", 225 }, { "acirc", 226 },
	{ "acute", 180 }, { "aelig", 230 }, { "agrave", 224 },
	{ "alefsym", 0x2135 }, { "alpha", 0x3b1 }, { "amp", 38 },
	{ "and", 0x2227 }, { "ang", 0x2220 }, { "apos", 39 }, { "aring", 229 },
	{ "asymp", 0x2248 }, { "atilde", 227 }, { "auml", 228 },
	{ "bdquo", 0x201e }, { "beta", 0x3b2 }, { "brvbar", 166 },
	{ "bull", 0x2022 }, { "cap", 0x2229 }, { "ccedil", 231 },
	{ "cedil", 184 }, { "cent", 162 }, { "chi", 0x3c7 }, { "circ", 0x2c6 },
	{ "clubs", 0x2663 }, { "cong", 0x2245 }, { "copy", 169 },
	{ "crarr", 0x21b5 }, { "cup", 0x222a }, { "curren", 164 },
	{ "dArr", 0x21d3 }, { "dagger", 0x2020 }, { "darr", 0x2193 },
	{ "deg", 176 }, { "delta", 0x3b4 }, { "diams", 0x2666 },
	{ "divide", 247 }, { "eacute", 233 }, { "ecirc", 234 },
	{ "egrave", 232 }, { "empty", 0x2205 }, { "emsp", 0x2003 },
	{ "ensp", 0x2002 }, { "epsilon", 0x3b5 }, { "equiv", 0x2261 },
	{ "eta", 0x3b7 }, { "eth", 240 }, { "euml", 235 }, { "euro", 0x20ac },
	{ "exist", 0x2203 }, { "fnof", 0x192 }, { "forall", 0x2200 },
	{ "frac12", 189 }, { "frac14", 188 }, { "frac34", 190 },
	{ "frasl", 0x2044 }, { "gamma", 0x3b3 }, { "ge", 0x2265 }, { "gt", 62 },
	{ "hArr", 0x21d4 }, { "harr", 0x2194 }, { "hearts", 0x2665 },
	{ "hellip", 0x2026 }, { "iacute", 237 }, { "icirc", 238 },
	{ "iexcl", 161 }, { "igrave", 236 }, { "image", 0x2111 },
	{ "infin", 0x221e }, { "int", 0x222b }, { "iota", 0x3b9 },
	{ "iquest", 191 }, { "isin", 0x2208 }, { "iuml", 239 },
	{ "kappa", 0x3ba }, { "lArr", 0x21d0 }, { "lambda", 0x3bb },
	{ "lang", 0x2329 }, { "laquo", 171 }, { "larr", 0x2190 },
	{ "lceil", 0x2308 }, { "ldquo", 0x201c }, { "le", 0x2264 },
	{ "lfloor", 0x230a }, { "lowast", 0x2217 }, { "loz", 0x25ca },
	{ "lrm", 0x200e }, { "lsaquo", 0x2039 }, { "lsquo", 0x2018 },
	{ "lt", 60 }, { "macr", 175 }, { "mdash", 0x2014 }, { "micro", 181 },
	{ "middot", 183 }, { "minus", 0x2212 }, { "mu", 0x3bc },
	{ "nabla", 0x2207 }, { "nbsp", 160 }, { "ndash", 0x2013 },
	{ "ne", 0x2260 }, { "ni", 0x220b }, { "not", 172 }, { "notin", 0x2209 },
	{ "nsub", 0x2284 }, { "ntilde", 241 }, { "nu", 0x3bd },
	{ "oacute", 243 }, { "ocirc", 244 }, { "oelig", 0x153 },
	{ "ograve", 242 }, { "oline", 0x203e }, { "omega", 0x3c9 },
	{ "omicron", 0x3bf }, { "oplus", 0x2295 }, { "or", 0x2228 },
	{ "ordf", 170 }, { "ordm", 186 }, { "oslash", 248 }, { "otilde", 245 },
	{ "otimes", 0x2297 }, { "ouml", 246 }, { "para", 182 },
	{ "part", 0x2202 }, { "permil", 0x2030 }, { "perp", 0x22a5 },
	{ "phi", 0x3c6 }, { "pi", 0x3c0 }, { "piv", 0x3d6 }, { "plusmn", 177 },
	{ "pound", 163 }, { "prime", 0x2032 }, { "prod", 0x220f },
	{ "prop", 0x221d }, { "psi", 0x3c8 }, { "quot", 34 },
	{ "rArr", 0x21d2 }, { "radic", 0x221a }, { "rang", 0x232a },
	{ "raquo", 187 }, { "rarr", 0x2192 }, { "rceil", 0x2309 },
	{ "rdquo", 0x201d }, { "real", 0x211c }, { "reg", 174 },
	{ "rfloor", 0x230b }, { "rho", 0x3c1 }, { "rlm", 0x200f },
	{ "rsaquo", 0x203a }, { "rsquo", 0x2019 }, { "sbquo", 0x201a },
	{ "scaron", 0x161 }, { "sdot", 0x22c5 }, { "sect", 167 },
	{ "shy", 173 }, { "sigma", 0x3c3 }, { "sigmaf", 0x3c2 },
	{ "sim", 0x223c }, { "spades", 0x2660 }, { "sub", 0x2282 },
	{ "sube", 0x2286 }, { "sum", 0x2211 }, { "sup", 0x2283 },
	{ "sup1", 185 }, { "sup2", 178 }, { "sup3", 179 }, { "supe", 0x2287 },
	{ "szlig", 223 }, { "tau", 0x3c4 }, { "there4", 0x2234 },
	{ "theta", 0x3b8 }, { "thetasym", 0x3d1 }, { "thinsp", 0x2009 },
	{ "thorn", 254 }, { "tilde", 0x2dc }, { "times", 215 },
	{ "trade", 0x2122 }, { "uArr", 0x21d1 }, { "uacute", 250 },
	{ "uarr", 0x2191 }, { "ucirc", 251 }, { "ugrave", 249 }, { "uml", 168 },
	{ "upsih", 0x3d2 }, { "upsilon", 0x3c5 }, { "uuml", 252 },
	{ "weierp", 0x2118 }, { "xi", 0x3be }, { "yacute", 253 },
	{ "yen", 165 }, { "yuml", 255 }, { "zeta", 0x3b6 }, { "zwj", 0x200d },
	{ "zwnj", 0x200c },
};

static int compare_names(const void *key, const void *entity)
{
	return strcmp(key, ((const struct entity *)entity)->name);
}

int32_t text_entity(const char *name, size_t len)
{
	char key[sizeof entities[0].name] = "";
	const struct entity *found;

	if (len >= sizeof key)
		return 0;
	memcpy(key, name, len);
	found = bsearch(key, entities, G_N_ELEMENTS(entities),
			sizeof entities[0], compare_names);
	return found ? found->cp : 0;
}
