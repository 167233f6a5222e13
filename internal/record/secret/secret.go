// Package secret finds what must not be written down: by the names that stand
// before it, by the places where credentials stand, by the forms of well-known
// tokens. Where it is in doubt it is a secret: a record that shows too little
// still tells what was decided.
package secret

import (
	"slices"
	"strings"
)

// Mark is what stands in the place of a secret. It is a plain word to every
// shell, so that a redacted command still reads as one.
const Mark = "REDACTED"

// Range is a range of bytes, End exclusive.
type Range struct{ Start, End int }

// Name reports whether what is assigned to a name is a secret.
func Name(name string) bool {
	if name == "PWD" || name == "OLDPWD" {
		return false
	}
	lower := strings.ToLower(name)
	for _, part := range [...]string{"password", "passwd", "passphrase", "secret", "token", "credential", "connectionstring", "connection_string", "connection-string"} {
		if strings.Contains(lower, part) {
			return true
		}
	}
	for _, end := range [...]string{"key", "keys", "pwd", "pass", "pw", "auth"} {
		if strings.HasSuffix(lower, end) {
			return true
		}
	}
	return slices.ContainsFunc(segments(lower), secretSegment)
}

// secretSegment reports whether a part of a name says secret.
func secretSegment(s string) bool {
	switch s {
	case "key", "keys", "pwd", "pass", "pw", "auth", "apikey", "authorization", "cookie", "cookies", "sig", "signature", "jwt", "pat", "cred", "creds", "bearer":
		return true
	}
	return false
}

// segments are the parts of a name between what is neither letter nor digit.
func segments(name string) []string {
	return strings.FieldsFunc(name, func(r rune) bool { return r != '$' && (r < '0' || r > '9' && r < 'a' || r > 'z') })
}

// Option reports whether the value of an option is a secret, by the option's
// name. A bare --key is most often a file, a column or an object, and a name that
// ends in -file or the like says where the secret is.
func Option(name string) bool {
	bare := strings.ToLower(strings.TrimLeft(name, "-"))
	parts := segments(bare)
	if len(parts) == 0 || len(bare) < 3 || strings.HasPrefix(bare, "no-") {
		return false
	}
	switch parts[len(parts)-1] {
	case "file", "path", "stdin", "dir", "ttl", "name", "length", "type":
		return false
	case "key", "keys":
		return len(parts) > 1
	}
	return Name(bare)
}

// Feed reports whether an option says that a secret is read from standard input.
func Feed(name string) bool {
	bare := strings.ToLower(strings.TrimLeft(name, "-"))
	before, stdin := strings.CutSuffix(bare, "-stdin")
	return stdin && Name(before) || strings.HasPrefix(bare, "with-") && Name(bare)
}

// nameChar reports whether a byte may stand in a name.
func nameChar(c byte) bool {
	return alnum(c) || c == '_' || c == '-' || c == '.'
}

func alnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

func space(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func quote(c byte) bool { return c == '"' || c == '\'' || c == '`' }
