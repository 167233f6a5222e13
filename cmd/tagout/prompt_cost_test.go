package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// counting is a program in the place of the hook that writes down each of its starts.
const counting = "#!/bin/sh\necho \"started $1\" >>\"$LOG\"\nexit 0\n"

// TestPromptStarts: what stands beside tagout is started, once for a line, and not at all
// for an empty line or a builtin that can do no harm.
func TestPromptStarts(t *testing.T) {
	whole := programs(t)
	for name, at := range map[string]func(string) func(*testing.T, keyPress) *atPrompt{"bash": bashAt, "fish": fishAt, "zsh": zshAt} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := replaced(t, whole, counting, at)
			again := shown + prompt
			s.press(enter, again, "  ", enter, again, "cd /", enter, again, "cd -", enter, again, "pwd", enter, again, "jobs", enter, again, "true", enter, again)
			if calls := s.calls(); len(calls) > 0 {
				t.Errorf("harmless lines have started %q", calls)
			}
			s.press("touch a", enter, ran+"touch a")
			if calls := s.calls(); !slices.Equal(calls, []string{"started prompt", "touch a"}) {
				t.Errorf("one line has started %q", calls)
			}
		})
	}
}

// replaced is a shell behind whose back another program has taken the hook's place.
func replaced(t *testing.T, whole, script string, at func(string) func(*testing.T, keyPress) *atPrompt) *atPrompt {
	t.Helper()
	dir := t.TempDir()
	for _, program := range []string{"tagout", "tagout-hook"} {
		data, err := os.ReadFile(filepath.Join(filepath.Dir(whole), program))
		if err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, program), string(data), 0o755)
	}
	s := at(filepath.Join(dir, "tagout"))(t, keyPress{})
	put(t, filepath.Join(dir, "tagout-hook"), script, 0o755)
	return s
}

// TestPromptProgramFails: a line on which the program crashes is held once, and runs
// where it is accepted once more.
func TestPromptProgramFails(t *testing.T) {
	whole := programs(t)
	for name, at := range map[string]func(string) func(*testing.T, keyPress) *atPrompt{"bash": bashAt, "fish": fishAt, "zsh": zshAt} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := replaced(t, whole, "#!/bin/sh\nkill -SEGV $$\n", at)
			s.press("touch a", enter, shown+"could not judge this line", shown+prompt)
			if calls := s.calls(); len(calls) > 0 {
				t.Errorf("ran %q unjudged", calls)
			}
			s.press(enter, ran+"touch a")
			if calls := s.calls(); !slices.Equal(calls, []string{"touch a"}) {
				t.Errorf("ran %q", calls)
			}
		})
	}
}

// enters is how many lines are timed.
const enters = 31

// TestEnterCost times a line from Enter to the next prompt with and without tagout, in
// turn, in each shell: a builtin and a program. It says how long, and asserts nothing.
//
//	TAGOUT_KEYS=1 go test -run EnterCost -v ./cmd/tagout
func TestEnterCost(t *testing.T) {
	tagout := programs(t)
	for name, at := range map[string]func(string) func(*testing.T, keyPress) *atPrompt{"bash": bashAt, "fish": fishAt, "zsh": zshAt} {
		t.Run(name, func(t *testing.T) {
			guarded, bare := at(tagout)(t, keyPress{}), at("/bin/true")(t, keyPress{})
			for _, line := range []string{"cd .", "/bin/true"} {
				var took [2][]time.Duration
				for range enters {
					for i, s := range []*atPrompt{guarded, bare} {
						took[i] = append(took[i], s.enter(line))
					}
				}
				with, without := median(took[0]), median(took[1])
				t.Logf("%s: %v with tagout, %v without, ratio %.2f", line, with, without, float64(with)/float64(without))
			}
		})
	}
}

// enter types a line and times it from Enter on.
func (s *atPrompt) enter(line string) time.Duration {
	s.press(line)
	s.see(line[len(line)-1:])
	start := time.Now()
	s.press(enter)
	s.see("\x1b[?2004l") // the line is taken
	s.see("\x1b[?2004h") // and the next can be typed
	return time.Since(start)
}

func median(list []time.Duration) time.Duration {
	slices.Sort(list)
	return list[len(list)/2].Round(10 * time.Microsecond)
}
