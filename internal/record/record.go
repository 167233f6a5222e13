// Package record keeps the record of what was decided: JSON lines, each written
// by one write(2) to a file that is opened for appending, so that lines of many
// processes never mix; rotated by size; each line with the hash of the one before,
// so that one which was lost or changed shows.
//
// A line is written after the answer is given. Whatever goes wrong here loses the
// line and nothing else.
package record

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strconv"
	"time"
	"unicode/utf8"
)

// Line is one decision. What is in it is written down as it is: secrets are taken
// out before.
type Line struct {
	Time     time.Time
	Harness  string
	Session  string
	Tool     string
	Decision string
	Rules    []string
	// Command is the redacted command, and Whole says that it is only its first
	// word and length.
	Command string
	Whole   bool
	Dir     string
	// Call is the call that decided, as it would run.
	Call    string
	Version string
	// Took is how long the answer took.
	Took time.Duration
	// Sum is the SHA-256 of the command before redaction.
	Sum [sha256.Size]byte
}

// Entry is a line as it is read back.
type Entry struct {
	Time     time.Time `json:"time"`
	Harness  string    `json:"harness"`
	Session  string    `json:"session"`
	Tool     string    `json:"tool"`
	Decision string    `json:"decision"`
	Rules    []string  `json:"rules"`
	Command  string    `json:"command"`
	Whole    bool      `json:"whole,omitempty"`
	Dir      string    `json:"dir"`
	Call     string    `json:"call,omitempty"`
	Version  string    `json:"version"`
	Micros   int64     `json:"us"`
	Sum      string    `json:"sha256"`
	// Seq and Prev are the place in the chain; Chain is false on a line that
	// could not wait for its place.
	Seq   uint64 `json:"seq,omitempty"`
	Prev  string `json:"prev,omitempty"`
	Chain *bool  `json:"chain,omitempty"`
}

// unchained reports whether a line has no place in the chain.
func (e *Entry) unchained() bool { return e.Chain != nil && !*e.Chain }

// Dir is where the record is kept: "" where there is no home.
// https://specifications.freedesktop.org/basedir-spec (XDG_STATE_HOME)
func Dir(env func(string) (string, bool)) string {
	if dir, ok := env("XDG_STATE_HOME"); ok && path.IsAbs(dir) {
		return path.Join(dir, "tagout")
	}
	home, _ := env("HOME")
	if home == "" {
		return ""
	}
	return path.Join(home, ".local/state/tagout")
}

// maxText bounds a command or a call in the record, in bytes.
const maxText = 16 << 10

// encode writes a line without its place in the chain and without its end.
// encoding/json would cost the hook more than the write does.
func (l *Line) encode() []byte {
	b := make([]byte, 0, 512+len(l.Command)+len(l.Call))
	b = append(b, `{"time":"`...)
	b = l.Time.UTC().AppendFormat(b, "2006-01-02T15:04:05.000Z07:00")
	b = append(b, '"')
	b = member(b, "harness", l.Harness)
	b = member(b, "session", l.Session)
	b = member(b, "tool", l.Tool)
	b = member(b, "decision", l.Decision)
	b = append(b, `,"rules":[`...)
	for i, rule := range l.Rules {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, rule)
	}
	b = append(b, ']')
	b = member(b, "command", cut(l.Command))
	if l.Whole {
		b = append(b, `,"whole":true`...)
	}
	b = member(b, "dir", l.Dir)
	b = member(b, "call", cut(l.Call))
	b = member(b, "version", l.Version)
	b = append(b, `,"us":`...)
	b = strconv.AppendInt(b, l.Took.Microseconds(), 10)
	return member(b, "sha256", hex.EncodeToString(l.Sum[:]))
}

// cut bounds a text.
func cut(s string) string {
	if len(s) <= maxText {
		return s
	}
	end := maxText
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + " …"
}

func member(b []byte, name, value string) []byte {
	b = append(b, ',', '"')
	b = append(b, name...)
	b = append(b, '"', ':')
	return appendString(b, value)
}

// appendString writes a JSON string (RFC 8259, section 7). Bytes that are no text
// become the replacement character.
func appendString(b []byte, s string) []byte {
	const digits = "0123456789abcdef"
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r == '\n':
			b = append(b, '\\', 'n')
		case r == '\t':
			b = append(b, '\\', 't')
		case r < 0x20 || r == 0x7f:
			b = append(b, '\\', 'u', '0', '0', digits[r>>4], digits[r&15])
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}
