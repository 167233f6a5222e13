package secret

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestNames(t *testing.T) {
	for _, name := range []string{"TOKEN", "API_KEY", "apiKey", "db.password", "PGPASSWORD", "MYSQL_PWD", "client-secret", "AWS_SECRET_ACCESS_KEY", "_authToken", "SSHPASS", "Authorization", "X-Api-Key", "GOOGLE_CREDENTIALS"} {
		require.True(t, Name(name), name)
	}
	for _, name := range []string{"PWD", "OLDPWD", "HOME", "USER", "KEYCLOAK_URL", "keyboard", "PATH", "author", ""} {
		require.False(t, Name(name), name)
	}
	for _, name := range []string{"--token", "--api-key", "--apiKey", "-password", "--client-secret", "--db-password"} {
		require.True(t, Option(name), name)
	}
	for _, name := range []string{"--key", "-k", "--token-file", "--password-stdin", "--no-password", "--key-name", "--sort", "--", "-"} {
		require.False(t, Option(name), name)
	}
	for _, name := range []string{"--password-stdin", "--token-stdin", "--with-token"} {
		require.True(t, Feed(name), name)
	}
	require.False(t, Feed("--stdin"))
	require.False(t, Feed("--with-tests"))
}

// marked puts the mark in the place of what was found.
func marked(text string, shell bool) string {
	var b strings.Builder
	at := 0
	for _, r := range Find(text, shell) {
		if r.Start >= at {
			b.WriteString(text[at:r.Start] + Mark)
		}
		at = max(at, r.End)
	}
	return b.String() + text[at:]
}

// TestFindByLine is about texts that are not the shell's: words, here-documents.
func TestFindByLine(t *testing.T) {
	for in, want := range map[string]string{
		"":                                  "",
		"a=b\nTOKEN=x y'z\nc=d":             "a=b\nTOKEN=REDACTED\nc=d",
		"password: hunter two\nuser: me":    "password: REDACTED\nuser: me",
		`{"password": "a \"b\" c", "u": 1}`: `{"password": "REDACTED", "u": 1}`,
		`{"token":12345,"u":1}`:             `{"token":REDACTED"u":1}`,
		"a?token=x&y=z":                     "a?token=REDACTED&y=z",
		"secret = 'x' # why":                "secret = 'REDACTED' # why",
		"export API_KEY=abc":                "export API_KEY=REDACTED",
		"Authorization: Basic abc def":      "Authorization: REDACTED",
		"postgres://u:p@h/db":               "postgres://REDACTED@h/db",
		"https://h:8080/a@b":                "https://h:8080/a@b",
		"ssh://git@h/x":                     "ssh://git@h/x",
		"key=\"$(cat f)\"":                  "key=\"$(cat f)\"",
		"IDENTIFIED BY 'x'":                 "IDENTIFIED BY 'REDACTED'",
		"-----BEGIN CERTIFICATE-----\nx":    "-----BEGIN CERTIFICATE-----\nx",
		"arn:aws:x:y:1:secret:db":           "arn:aws:x:y:1:secret:db",
	} {
		require.Equal(t, want, marked(in, false), in)
	}
}

func TestFindInShell(t *testing.T) {
	for in, want := range map[string]string{
		"TOKEN=x run; b=c":               "TOKEN=REDACTED run; b=c",
		"TOKEN='a b' run":                "TOKEN='REDACTED' run",
		"TOKEN=a'b c'd run":              "TOKEN=REDACTED run",
		"TOKEN=$X run":                   "TOKEN=$X run",
		"TOKEN=${X} run":                 "TOKEN=${X} run",
		"TOKEN=${X:-abc} run":            "TOKEN=REDACTED run",
		"x --token 'a b' --y":            "x --token 'REDACTED' --y",
		"x --token --y":                  "x --token --y",
		"x --token <<< y":                "x --token <<< y",
		"curl -d \"password=a\" \"b c\"": "curl -d \"password=REDACTED\" \"b c\"",
		"a='x' TOKEN=y b='z'":            "a='x' TOKEN=REDACTED b='z'",
	} {
		require.Equal(t, want, marked(in, true), in)
	}
}

// TestHostile: no text takes long, whatever is repeated in it.
func TestHostile(t *testing.T) {
	for _, part := range []string{"=", ":", "://", "key=", "key=$(", "key='", "a@://", " --token", "--token ", "'", `\"`, "-----BEGIN ", "key = ", "bearer ", "password '", "login x password ", "eyJ", "key: \n", "\\"} {
		text := strings.Repeat(part, 64<<10/len(part))
		for _, shell := range []bool{false, true} {
			began := time.Now()
			Find(text, shell)
			require.Less(t, time.Since(began), 10*time.Second, part)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"TOKEN=x", "https://a:b@c", `{"password":"x"}`, "-H 'Authorization: x'", "key='", "=", "://@", "\"\\"} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, text string, shell bool) {
		for _, r := range Find(text, shell) {
			if r.Start < 0 || r.End > len(text) || r.Start >= r.End {
				t.Fatalf("%q: %v", text, r)
			}
		}
	})
}
