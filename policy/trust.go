package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"path"
	"slices"
	"time"
)

// Trust is what a person has trusted: files of projects, each as it was then.
type Trust struct {
	Trusted []TrustedFile `json:"trusted"`
}

// TrustedFile is one file by its path and the digest of its content.
type TrustedFile struct {
	File   string    `json:"file"`
	SHA256 string    `json:"sha256"`
	At     time.Time `json:"at"`
}

// maxTrust bounds the store, in bytes.
const maxTrust = 1 << 20

// TrustFile is where trust is kept, "" where there is no home.
// https://specifications.freedesktop.org/basedir-spec (XDG_STATE_HOME)
func TrustFile(w World) string {
	if dir, _ := w.Env("XDG_STATE_HOME"); path.IsAbs(dir) {
		return path.Join(dir, "tagout/trust.json")
	}
	home, _ := w.Env("HOME")
	if home == "" {
		return ""
	}
	return path.Join(home, ".local/state/tagout/trust.json")
}

// ReadTrust reads what is trusted. A store that cannot be read, or that others
// can write to, trusts nothing.
func ReadTrust(w World) Trust {
	file := TrustFile(w)
	if file == "" || w.Open == nil {
		return Trust{}
	}
	info, err := w.Stat(file)
	if err != nil || !info.Mode().IsRegular() || info.Mode().Perm()&0o022 != 0 || info.Size() > maxTrust {
		return Trust{}
	}
	f, err := w.Open(file)
	if err != nil {
		return Trust{}
	}
	defer f.Close()
	var t Trust
	if data, err := io.ReadAll(io.LimitReader(f, maxTrust)); err != nil || json.Unmarshal(data, &t) != nil {
		return Trust{}
	}
	return t
}

// Digest is the digest by which a content is trusted.
func Digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Has reports whether a file is trusted with this very content.
func (t *Trust) Has(file string, data []byte) bool {
	digest := Digest(data)
	return slices.ContainsFunc(t.Trusted, func(f TrustedFile) bool { return f.File == file && f.SHA256 == digest })
}

// Add trusts a file as it is, in the place of what was trusted of it before.
func (t *Trust) Add(file string, data []byte, now time.Time) {
	t.Remove(file)
	t.Trusted = append(t.Trusted, TrustedFile{File: file, SHA256: Digest(data), At: now.UTC().Truncate(time.Second)})
}

// Remove ends the trust in a file, and reports whether there was any.
func (t *Trust) Remove(file string) bool {
	before := len(t.Trusted)
	t.Trusted = slices.DeleteFunc(t.Trusted, func(f TrustedFile) bool { return f.File == file })
	return len(t.Trusted) < before
}
