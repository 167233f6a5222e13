package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
)

// patience bounds a wait for something that comes, however busy the machine is.
const patience = 20 * time.Second

// prompt is what the shells under test show when they wait for a line.
const prompt = "READY> "

// atPrompt is a shell in a pseudo-terminal, whose every program is a stub that
// writes down what it was called with.
type atPrompt struct {
	*testing.T
	home, log string
	tty       *os.File

	mu     sync.Mutex
	output []byte
	seen   int // how much of the output has been waited for
	more   chan struct{}
}

// home prepares a directory with a shell's rc file, a policy and stubs.
func home(t *testing.T, rc map[string]string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "prompt")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) }) // a shell within the shell may still write there
	stub := "#!/bin/sh\nprintf '%s\\n' \"${0##*/}${*:+ $*}\" >>\"$LOG\"\n"
	for _, name := range []string{"touch", "sentinel", "fine", "hub"} {
		put(t, filepath.Join(dir, "bin", name), stub, 0o755)
	}
	put(t, filepath.Join(dir, "bin", "edit-bad"), "#!/bin/sh\necho 'touch evil' >\"$1\"\n", 0o755)
	put(t, filepath.Join(dir, ".config/tagout/policy.toml"), `version = 1
[rule.evil]
match    = ["touch evil"]
decision = "deny"
reason   = "is evil"
[rule.doubt]
match    = ["touch doubt"]
decision = "ask"
reason   = "is doubtful"
`, 0o644)
	for name, text := range rc {
		put(t, filepath.Join(dir, name), text, 0o644)
	}
	return dir
}

func put(t *testing.T, file, text string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

// open starts a shell in a home and waits for its prompt.
func open(t *testing.T, dir string, argv ...string) *atPrompt {
	t.Helper()
	if _, err := exec.LookPath(argv[0]); err != nil {
		t.Skipf("%s is not installed here", argv[0])
	}
	s := &atPrompt{T: t, home: dir, log: filepath.Join(dir, "log"), more: make(chan struct{}, 1)}
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Dir = dir
	cmd.Env = []string{
		"HOME=" + dir, "ZDOTDIR=" + dir, "XDG_CONFIG_HOME=" + dir + "/.config", "LOG=" + s.log, "TERM=xterm", "LC_ALL=C.UTF-8",
		"PATH=" + dir + "/bin:/usr/bin:/bin", "NO_COLOR=1", "EDITOR=edit-bad", "VISUAL=edit-bad", "SHELL=" + argv[0],
	}
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 50, Cols: 200})
	if err != nil {
		t.Fatal(err)
	}
	s.tty = tty
	go s.listen()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_, _ = cmd.Process.Wait()
		_ = tty.Close()
	})
	s.see(prompt)
	return s
}

func (s *atPrompt) listen() {
	for buf := make([]byte, 4096); ; {
		n, err := s.tty.Read(buf)
		s.mu.Lock()
		s.output = append(s.output, buf[:n]...)
		s.mu.Unlock()
		select {
		case s.more <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

// until waits for a condition that output may bring about.
func (s *atPrompt) until(what string, met func() bool) {
	s.Helper()
	late := time.After(patience)
	tick := time.NewTicker(5 * time.Millisecond) // a file changes without a word
	defer tick.Stop()
	for !met() {
		select {
		case <-s.more:
		case <-tick.C:
		case <-late:
			s.mu.Lock()
			defer s.mu.Unlock()
			s.Fatalf("%s did not come; log %q, output:\n%q", what, s.calls(), s.output)
		}
	}
}

// see waits for text in what has been printed since the last wait.
func (s *atPrompt) see(text string) {
	s.Helper()
	s.until("output "+text, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		at := strings.Index(string(s.output[s.seen:]), text)
		if at >= 0 {
			s.seen += at + len(text)
		}
		return at >= 0
	})
}

// What is no key: text to wait for on the screen, a call to wait for, and the word
// that a question asks for.
const (
	shown  = "\x00shown "
	ran    = "\x00ran "
	answer = "\x00answer"
)

// asked waits for a question and returns its word.
func (s *atPrompt) asked() string {
	s.Helper()
	s.see("type ")
	s.see(" to run it")
	s.mu.Lock()
	defer s.mu.Unlock()
	before := strings.TrimSuffix(string(s.output[:s.seen]), " to run it")
	return before[strings.LastIndexByte(before, ' ')+1:]
}

// press types keys. After a line was held, the shell shows its prompt again.
func (s *atPrompt) press(keys ...string) {
	s.Helper()
	for _, k := range keys {
		if k == answer {
			k = s.asked()
		}
		if text, is := strings.CutPrefix(k, shown); is {
			s.see(text)
			if k == refuse || k == kept {
				s.see(prompt)
			}
			continue
		}
		if call, is := strings.CutPrefix(k, ran); is {
			s.until("call "+call, func() bool { return slices.Contains(s.calls(), call) })
			if call != "sentinel" {
				s.see(prompt)
			}
			continue
		}
		if _, err := s.tty.WriteString(k); err != nil {
			s.Fatal(err)
		}
	}
}

// calls are those of the stubs so far.
func (s *atPrompt) calls() []string {
	data, _ := os.ReadFile(s.log) // none yet
	return strings.FieldsFunc(string(data), func(r rune) bool { return r == '\n' })
}
