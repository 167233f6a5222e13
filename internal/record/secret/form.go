package secret

import (
	"slices"
	"strings"
)

// url marks the credentials of a URL whose authority begins at from. A user
// alone is a token, except where users have no passwords there.
func (f *finder) url(from int) {
	end := f.until(from, func(c byte) bool { return space(c) || quote(c) || c == '<' || c == '>' })
	authority := from + len(f.text[from:end])
	if i := strings.IndexAny(f.text[from:end], "/?#"); i >= 0 {
		authority = from + i
	}
	at := strings.LastIndexByte(f.text[from:authority], '@')
	if at < 0 && portless(f.text[from:authority]) {
		at = strings.LastIndexByte(f.text[from:end], '@') // a password with a slash in it
	}
	if at < 0 {
		return
	}
	if user := f.text[from : from+at]; !strings.Contains(user, ":") && loginOnly(f.text[:from-3]) {
		return
	}
	f.add(from, from+at)
}

// portless reports whether what stands behind a colon is no port.
func portless(authority string) bool {
	_, port, found := strings.Cut(authority, ":")
	return found && strings.Trim(port, "0123456789") != ""
}

// loginOnly reports whether a text ends in a scheme that takes the name of a user
// and nothing more.
func loginOnly(before string) bool {
	for _, scheme := range [...]string{"ssh", "sftp", "git", "rsync", "scp"} {
		if strings.HasSuffix(before, scheme) {
			return true
		}
	}
	return false
}

// minToken is how long a token is at least.
const minToken = 20

// token marks a token that is known by the way it begins.
func (f *finder) token() {
	rest := f.text[f.at:]
	if len(rest) < minToken || !begins(rest) {
		return
	}
	if end := f.until(f.at, func(c byte) bool { return !nameChar(c) }); end-f.at >= minToken {
		f.add(f.at, end)
	}
}

// begins reports whether a text begins like a token of one of the services that
// mark theirs. Every word of a text is asked for.
func begins(rest string) bool {
	switch rest[0] {
	case 'g':
		return beginsWith(rest, "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "gldt-")
	case 's':
		return beginsWith(rest, "sk-", "sk_live_", "sk_test_", "shpat_")
	case 'x':
		return beginsWith(rest, "xoxb-", "xoxp-", "xoxa-", "xoxs-", "xapp-")
	case 'A':
		return beginsWith(rest, "AKIA", "ASIA", "AIza", "AGE-SECRET-KEY-")
	case 'd':
		return beginsWith(rest, "dop_v1_", "dckr_pat_")
	case 'e', 'h', 'l', 'n', 'p', 'r', 'w', 'y', 'S':
		return beginsWith(rest, "eyJ", "hf_", "hvs.", "lin_api_", "npm_", "pypi-", "rk_live_", "whsec_", "ya29.", "SG.")
	}
	return false
}

func beginsWith(text string, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(text, prefix) })
}

// netrc marks the password of an entry of netrc(5): it stands behind the word.
func (f *finder) netrc() {
	const word = "password "
	if !strings.HasPrefix(f.text[f.at:], word) {
		return
	}
	before := f.text[max(0, f.at-maxEntry):f.at]
	f.steps += len(before)
	if !strings.Contains(before, "login ") && !strings.Contains(before, "machine ") {
		return
	}
	from := f.at + len(word)
	f.add(from, f.until(from, func(c byte) bool { return space(c) || quote(c) }))
}

// maxEntry is how far before a password the beginning of its entry is looked for.
const maxEntry = 256

// bearer marks the token of an authorization that stands without its header.
func (f *finder) bearer() {
	const word = "bearer "
	if f.text[f.at]|0x20 == word[0] && len(f.text)-f.at > len(word) && strings.EqualFold(f.text[f.at:f.at+len(word)], word) {
		from := f.at + len(word)
		f.add(from, f.until(from, func(c byte) bool { return space(c) || quote(c) }))
	}
}

// block marks a key that is written between lines of dashes (RFC 7468).
func (f *finder) block() {
	const begin, end = "-----BEGIN ", "-----END "
	rest := f.text[f.at:]
	if !strings.HasPrefix(rest, begin) {
		return
	}
	label, _, _ := strings.Cut(rest[len(begin):], "-")
	if label == "CERTIFICATE" || strings.HasSuffix(label, "PUBLIC KEY") {
		return
	}
	stop := len(f.text)
	if i := strings.Index(rest, end); i >= 0 {
		stop = f.at + i
	}
	f.add(f.at+len(begin)+len(label), stop)
}
