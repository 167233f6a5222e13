package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// keyPress is a way to have a line run, and which calls it may lead to.
type keyPress struct {
	name string
	// before and after are lines of the rc file on either side of tagout's.
	before, after string
	keys          []string
	ran           string // the calls, with "; " between them
	// clear empties the edit buffer, where ^C does not.
	clear []string
}

const (
	enter = "\r"
	ctrlC = "\x03"
	// discard is bound to what empties the edit buffer, without a signal.
	discard = "\x18\x0b"
	ctrlO   = "\x0f"
	escape  = "\x1b"
	refuse  = shown + "the policy refuses it"
	kept    = shown + "not run"
	// fresh is bash's prompt where it reads keys again, and not one drawn anew.
	fresh = shown + "\x1b[?2004h" + prompt
)

// initAgain is replaced by the line that starts tagout.
const initAgain = "INIT"

func paste(text string) string { return "\x1b[200~" + text + "\x1b[201~" }

// programs builds both programs and returns the path of the large one.
func programs(t *testing.T) string {
	t.Helper()
	if os.Getenv("TAGOUT_KEYS") == "" {
		t.Skip("keys are pressed at real shells where TAGOUT_KEYS is set: they wait for a screen, and a busy machine may be too slow for them")
	}
	dir := t.TempDir()
	build(t, ".", "../tagout-hook", filepath.Join(dir, "tagout-hook"))
	return build(t, ".", ".", filepath.Join(dir, "tagout"))
}

// pressAll tries every way, each in a shell of its own, and then that the shell
// still runs what it should.
func pressAll(t *testing.T, presses []keyPress, start func(*testing.T, keyPress) *atPrompt) {
	for _, p := range presses {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			s := start(t, p)
			s.press(p.keys...)
			if p.clear == nil {
				p.clear = []string{discard}
			}
			s.press(append(p.clear, "sentinel"+enter, ran+"sentinel")...)
			calls := s.calls()
			calls = calls[:slices.Index(calls, "sentinel")]
			if got := strings.Join(calls, "; "); got != p.ran {
				t.Errorf("ran %q, want %q; output:\n%q", got, p.ran, s.output)
			}
		})
	}
}

// interrupt leaves the lines that bash has read so far. Enter waits for the signal,
// which is taken late on a busy machine.
func interrupt() []string { return []string{ctrlC, shown + "\x1b[?2004h", enter, shown + prompt} }

func zshAt(tagout string) func(*testing.T, keyPress) *atPrompt {
	return func(t *testing.T, p keyPress) *atPrompt {
		start := "eval \"$('" + tagout + "' init zsh)\"\n"
		rc := "PS1='" + prompt + "' PS2='" + prompt + "'\nHISTSIZE=100\nunsetopt promptsp\nfor m in emacs viins vicmd; bindkey -M $m '^X^K' send-break\n" + p.before + "\n" + start + strings.ReplaceAll(p.after, initAgain, start) + "\n"
		return open(t, home(t, map[string]string{".zshrc": rc}), "zsh", "-d", "-i")
	}
}

func bashAt(tagout string) func(*testing.T, keyPress) *atPrompt {
	return func(t *testing.T, p keyPress) *atPrompt {
		start := "eval \"$('" + tagout + "' init bash)\"\n"
		rc := "PS1='" + prompt + "' PS2='" + prompt + "'\n" + p.before + "\n" + start + strings.ReplaceAll(p.after, initAgain, start) + "\n" +
			"for m in emacs vi-insert vi-command; do bind -m \"$m\" '\"\\C-x\\C-k\": kill-whole-line'; done\n"
		return open(t, home(t, map[string]string{".bashrc": rc}), "bash", "--noprofile", "-i")
	}
}

func TestBashKeys(t *testing.T) {
	pressAll(t, []keyPress{
		{name: "touch evil", keys: []string{"touch evil", enter, refuse}},
		{name: "touch fine", keys: []string{"touch fine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "question answered", keys: []string{"touch doubt", enter, answer, enter, ran + "touch doubt"}, ran: "touch doubt"},
		{name: "question and ^C", keys: []string{"touch doubt", enter, shown + "type ", ctrlC, kept}},
		{name: "question and Enter", keys: []string{"touch doubt", enter, shown + "type ", enter, kept}},
		{name: "fine after refusal", keys: []string{"touch evil", enter, refuse, "\x15", "touch fine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "edit buffer", keys: []string{"touch evil", enter, refuse, "\x7f\x7f\x7f\x7ffine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "history keeps it", keys: []string{"touch evil", enter, refuse, "\x15", enter, fresh, "\x10", "\x7f\x7f\x7f\x7ffine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "^J", keys: []string{"touch evil", "\n", refuse}},
		{name: "operate-and-get-next", keys: []string{"touch evil", ctrlO, refuse}},
		{name: "operate-and-get-next fine", keys: []string{"touch a", enter, ran + "touch a", "touch b", enter, ran + "touch b", "\x10\x10", ctrlO, fresh, enter, fresh}, ran: "touch a; touch b; touch a; touch b"},
		{name: "continuation", keys: []string{`touch \`, enter, fresh, "evil", enter, refuse}, clear: interrupt()},
		{name: "loop over lines", keys: []string{"for i in 1; do", enter, fresh, "touch evil", enter, fresh, "done", enter, refuse}, clear: interrupt()},
		{name: "fine loop over lines", keys: []string{"for i in 1 2; do", enter, "touch $i", enter, "done", enter, ran + "touch 2"}, ran: "touch 1; touch 2"},
		{name: "compound", keys: []string{"touch fine; touch evil", enter, refuse}},
		{name: "pipeline", keys: []string{"echo a | touch evil", enter, refuse}},
		{name: "subshell", keys: []string{"(touch evil)", enter, refuse}},
		{name: "substitution", keys: []string{"echo $(touch evil)", enter, refuse}},
		{name: "assignment", keys: []string{"X=$(touch evil)", enter, refuse}},
		{name: "alias", after: "alias tt='touch evil'", keys: []string{"tt", enter, refuse}},
		{name: "alias typed", keys: []string{"alias tt='touch evil'", enter, fresh, "tt", enter, refuse}},
		{name: "alias behind an alias", after: "alias nice='nice '; alias tt='touch evil'", keys: []string{"nice tt", enter, refuse}},
		{name: "function", after: "ff() { gg $1; }; gg() { touch $1; }", keys: []string{"ff evil", enter, refuse, "\x15", "ff fine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "leading space", before: "HISTCONTROL=ignorespace", keys: []string{" touch evil", enter, refuse}},
		{name: "HISTIGNORE", before: "HISTIGNORE='touch*'", keys: []string{"touch evil", enter, refuse}},
		{name: "ignoredups", before: "HISTCONTROL=ignoredups", keys: []string{"touch evil", enter, refuse, enter, refuse}},
		{name: "no history", before: "set +o history", keys: []string{"touch evil", enter, refuse}},
		{name: "comment", keys: []string{"touch evil # tagout", enter, refuse}},
		{name: "vi mode", before: "set -o vi", keys: []string{"touch evil", enter, refuse}},
		{name: "vi mode fine", before: "set -o vi", keys: []string{"touch fine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "vi mode later", keys: []string{"set -o vi", enter, fresh, "touch evil", escape, enter, refuse}, clear: []string{discard, "i"}},
		{name: "paste", keys: []string{paste("touch fine\ntouch evil"), enter, refuse}},
		{name: "paste fine", keys: []string{paste("touch a\ntouch b"), enter, ran + "touch a", ran + "touch b"}, ran: "touch a; touch b"},
		{name: "paste and half a loop", keys: []string{paste("touch a\nfor i in 1; do"), enter, ran + "touch a", "touch evil", enter, fresh, "done", enter, refuse}, ran: "touch a", clear: interrupt()},
		{name: "paste and half a loop, refused at its end", keys: []string{paste("touch a\nfor i in evil; do"), enter, ran + "touch a", "touch $i", enter, fresh, "done", enter, refuse}, ran: "touch a", clear: interrupt()},
		{name: "paste and half a fine loop", keys: []string{paste("touch a\nfor i in 1; do"), enter, ran + "touch a", "touch $i", enter, fresh, "done", enter, ran + "touch 1"}, ran: "touch a; touch 1"},
		{name: "paste half a loop, pause, paste the rest", keys: []string{paste("for i in 1; do\ntouch $i"), enter, fresh, paste("touch b\ndone"), enter, ran + "touch b"}, ran: "touch 1; touch b"},
		{name: "paste half a loop, then data for it", keys: []string{paste("touch a\nfor i in 1; do"), enter, ran + "touch a", "read -e x; fine $x", enter, fresh, "done", enter, "touch evil", enter, ran + "fine touch evil"}, ran: "touch a; fine touch evil"},
		{name: "paste a reader, then data for it", keys: []string{paste("read -e x; fine $x\ntouch b"), enter, "touch evil", enter, ran + "touch b"}, ran: "fine touch evil; touch b"},
		{name: "paste and half a loop, then a key of one's own", after: `bind '"\C-xm": accept-line'`, keys: []string{paste("touch a\nfor i in 1; do"), enter, ran + "touch a", "touch evil; done", "\x18m", shown + "not judged", fresh}, ran: "touch a"},
		{name: "paste of every shape", keys: []string{paste("touch a \\\nb # c\n\n# nothing\nwhile read x; do\n\ntouch $x\ndone <<E\nc\n\nE\nx=\"d\n\ne\"\nfunction f {\ntouch $(\necho f\n)\n}\nf; (\ntouch g) | cat\ncase $x in\n*)\ntouch h\n;; esac\nif true\nthen touch i &&\ntouch j; fi"), enter, ran + "touch j"}, ran: "touch a b; touch c; touch; touch f; touch g; touch h; touch i; touch j"},
		{name: "alias of two lines", after: "alias tt=$'touch a\\ntouch b'", keys: []string{"tt", enter, ran + "touch b", "tt; touch evil", enter, refuse}, ran: "touch a; touch b"},
		{name: "history expansion of a paste", keys: []string{paste("touch a\ntouch b"), enter, ran + "touch b", "!-1:p", enter, fresh, "!touch", enter, ran + "touch b"}, ran: "touch a; touch b; touch b"},
		{name: "histverify", before: "shopt -s histverify", keys: []string{"touch good", enter, ran + "touch good", "^good^evil", enter, fresh, enter, refuse}, ran: "touch good"},
		{name: "here-document", keys: []string{"sh <<E", enter, fresh, "touch evil", enter, fresh, "E", enter, refuse}, clear: interrupt()},
		{name: "fc -s", keys: []string{"touch evil", enter, refuse, "\x15", "fc -s touch", enter, shown + "type ", "n\r", kept}},
		{name: "history expansion !!", keys: []string{"touch evil", enter, refuse, "\x15", "!!", enter, refuse}},
		{name: "history expansion !$", keys: []string{"fine evil", enter, ran + "fine evil", "touch !$", enter, refuse}, ran: "fine evil"},
		{name: "history expansion ^a^b", keys: []string{"touch good", enter, ran + "touch good", "^good^evil", enter, refuse}, ran: "touch good"},
		{name: "PROMPT_COMMAND", before: "pc() { local x=1; true; }; PROMPT_COMMAND=pc", keys: []string{"touch evil", enter, refuse, "\x15", "touch fine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "PROMPT_COMMAND set later", after: "PROMPT_COMMAND=true", keys: []string{"touch evil", enter, refuse, "\x15", "touch fine", enter, ran + "touch fine", "touch evil", enter, refuse}, ran: "touch fine"},
		{name: "DEBUG trap of another", before: "trap 'true \"$BASH_COMMAND\"' DEBUG", keys: []string{"touch evil", enter, refuse, "\x15", "touch fine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "isearch", keys: []string{"touch evil", enter, refuse, "\x15", enter, fresh, "\x12ev", shown + "touch ", enter, refuse}},
		{name: "read -e is data", keys: []string{"read -e x; fine $x", enter, "touch evil", enter, ran + "fine touch evil"}, ran: "fine touch evil"},
		{name: "edit-and-execute-command", keys: []string{"touch x", "\x18\x05", shown + "touch evil", enter, refuse}},
		{name: "vi v", before: "set -o vi", keys: []string{"touch x", escape, "v", shown + "touch evil", enter, refuse}, clear: []string{discard, "i"}},
		{name: "a key of one's own", after: `bind '"\C-xm": accept-line'`, keys: []string{"touch evil", "\x18m", shown + "not judged", fresh}},
		{name: "a key of one's own, later", after: `bind '"\C-xm": accept-line'`, keys: []string{"touch fine", enter, ran + "touch fine", "touch evil", "\x18m", shown + "not judged", fresh}, ran: "touch fine"},
		{name: "sourced twice", after: initAgain, keys: []string{"touch evil", enter, refuse, "\x15", "touch fine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "nounset and noclobber", after: "set -u; set -o noclobber", keys: []string{"touch evil", enter, refuse, "\x15", "touch fine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "aliases of the script's words", before: "alias local=false printf=false", keys: []string{"touch evil", enter, refuse}},
		{name: "nested", keys: []string{"bash --noprofile -i", enter, fresh, "touch evil", enter, refuse}},
	}, bashAt(programs(t)))
}

func TestZshKeys(t *testing.T) {
	pressAll(t, []keyPress{
		{name: "touch evil", keys: []string{"touch evil", enter, refuse}},
		{name: "touch fine", keys: []string{"touch fine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "accept-and-hold", keys: []string{"touch evil", escape + "a", refuse}},
		{name: "accept-and-hold fine", keys: []string{"touch fine", escape + "a", ran + "touch fine"}, ran: "touch fine"},
		{name: "accept-line-and-down-history", keys: []string{"touch evil", ctrlO, refuse}},
		{name: "accept-line-and-down-history fine", keys: []string{"touch fine", ctrlO, ran + "touch fine"}, ran: "touch fine"},
		{name: "accept-and-infer-next-history", after: "bindkey '^Xx' accept-and-infer-next-history", keys: []string{"touch evil", "\x18x", refuse}},
		{name: "^J", keys: []string{"touch evil", "\n", refuse}},
		{name: "continuation", keys: []string{`touch \`, enter, "evil", enter, refuse}},
		{name: "loop over lines", keys: []string{"for i in 1; do", enter, "touch evil", enter, "done", enter, refuse}},
		{name: "fine loop over lines", keys: []string{"for i in 1 2; do", enter, "touch $i", enter, "done", enter, ran + "touch 2"}, ran: "touch 1; touch 2"},
		{name: "alias", after: "alias tt='touch evil'", keys: []string{"tt", enter, refuse}},
		{name: "alias typed", keys: []string{"alias tt='touch evil'", enter, shown + prompt, "tt", enter, refuse}},
		{name: "global and suffix alias", after: "alias -g G='evil'; alias -s xx='touch evil'", keys: []string{"touch G", enter, refuse, "\x15", "a.xx", enter, refuse}},
		{name: "function", after: "ff() { gg $1 }; gg() { touch $1 }", keys: []string{"ff evil", enter, refuse, "\x15", "ff fine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "comment is none", keys: []string{"touch evil # tagout", enter, refuse}},
		{name: "hash is a word", keys: []string{"true # ; touch evil", enter, refuse}},
		{name: "hash is a word of a fine line", keys: []string{"touch # fine", enter, ran + "touch # fine"}, ran: "touch # fine"},
		{name: "paste", keys: []string{paste("touch fine\ntouch evil"), enter, refuse}},
		{name: "paste and newline", keys: []string{paste("touch fine\ntouch evil\n"), enter, refuse}},
		{name: "question answered", keys: []string{"touch doubt", enter, answer, enter, ran + "touch doubt"}, ran: "touch doubt"},
		{name: "question and ^C", keys: []string{"touch doubt", enter, shown + "type ", ctrlC, kept}},
		{name: "question and Enter", keys: []string{"touch doubt", enter, shown + "type ", enter, kept}},
		{name: "fine after refusal", keys: []string{"touch evil", enter, refuse, "\x15", "touch fine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "edit buffer", keys: []string{"touch evil", enter, refuse, "\x7f\x7f\x7f\x7ffine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "history keeps it", keys: []string{"touch evil", enter, refuse, "\x15", enter, shown + prompt, "\x10", "\x7f\x7f\x7f\x7ffine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "compound", keys: []string{"touch fine; touch evil", enter, refuse}},
		{name: "and-or", keys: []string{"true && touch evil || touch fine", enter, refuse}},
		{name: "subshell in background", keys: []string{"(touch evil) &", enter, refuse}},
		{name: "pipeline", keys: []string{"echo a | touch evil", enter, refuse}},
		{name: "eval", keys: []string{"eval 'touch ev''il'", enter, refuse}},
		{name: "here-document", keys: []string{"sh <<E", enter, "touch evil", enter, "E", enter, refuse}},
		{name: "INT ignored, past the widget", before: "trap '' INT", after: "zle -N accept-line mine; mine() { zle .accept-line }", keys: []string{"touch evil", enter, refuse}},
		{name: "INT trapped, past the widget", before: "trap 'echo x' INT", after: "zle -N accept-line mine; mine() { zle .accept-line }", keys: []string{"touch evil", enter, refuse}},
		{name: "TRAPINT, past the widget", before: "TRAPINT() { return 0 }", after: "zle -N accept-line mine; mine() { zle .accept-line }", keys: []string{"touch evil", enter, refuse}},
		{name: "fine past the widget", after: "zle -N accept-line mine; mine() { zle .accept-line }", keys: []string{"touch fine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "past the widget, in the edit buffer", after: "zle -N accept-line mine; mine() { zle .accept-line }", keys: []string{"touch evil", enter, refuse, shown + "touch evil", "\x7f\x7f\x7f\x7ffine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "history expansion !!", keys: []string{"touch evil", enter, refuse, "\x15", "!!", enter, refuse}},
		{name: "history expansion !$", keys: []string{"fine evil", enter, ran + "fine evil", "touch !$", enter, refuse}, ran: "fine evil"},
		{name: "history expansion ^a^b", keys: []string{"touch good", enter, ran + "touch good", "^good^evil", enter, refuse}, ran: "touch good"},
		{name: "vi mode", after: "bindkey -v", keys: []string{"touch evil", enter, refuse}},
		{name: "vi command mode", after: "bindkey -v; KEYTIMEOUT=1", keys: []string{"touch evil", escape, enter, refuse}},
		{name: "print -z", keys: []string{`print -z "touch ev""il"`, enter, shown + "touch evil", enter, refuse}},
		{name: "isearch", keys: []string{"touch evil", enter, refuse, "\x15", enter, "\x12ev", shown + "touch evil", enter, refuse}},
		{name: "fc -e -", keys: []string{"touch evil", enter, refuse, "\x15", "fc -e - touch", enter, shown + "type ", "n\r", kept}},
		{name: "r", keys: []string{"touch evil", enter, refuse, "\x15", "r touch", enter, shown + "type ", "n\r", kept}},
		{name: "wrapped by a plug-in before", before: "mine() { zle .accept-line }; zle -N accept-line mine", keys: []string{"touch evil", enter, refuse, "\x15", "touch fine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "wrapped by a plug-in after", after: `zle -N orig-1-accept-line ${widgets[accept-line]#*:}
bound() { zle orig-1-accept-line }; zle -N accept-line bound`, keys: []string{"touch evil", enter, refuse, "\x15", "touch fine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "sourced twice", after: initAgain, keys: []string{"touch evil", enter, refuse, "\x15", "touch fine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "vared is data", keys: []string{"v=; vared v; fine $v", enter, "touch evil", enter, ran + "fine touch evil"}, ran: "fine touch evil"},
		{name: "aliases of the script's words", before: "alias local=false print=false; alias -g w='| false'", keys: []string{"touch evil", enter, refuse}},
		{name: "ksh options", after: "setopt ksharrays shwordsplit noglob nounset", keys: []string{"touch evil", enter, refuse, "\x15", "touch fine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "nested", keys: []string{"zsh -d -i", enter, shown + prompt, "touch evil", enter, refuse}},
	}, zshAt(programs(t)))
}

func fishAt(tagout string) func(*testing.T, keyPress) *atPrompt {
	return func(t *testing.T, p keyPress) *atPrompt {
		start := "'" + tagout + "' init fish | source\n"
		rc := "function fish_prompt; printf '" + prompt + "'; end\nfunction fish_mode_prompt; end\nset -g fish_greeting\nset -g fish_autosuggestion_enabled 0\n" +
			p.before + "\n" + start + strings.ReplaceAll(p.after, initAgain, start) + "\nfor m in default insert; bind -M $m \\cx\\ck 'commandline -r \"\"'; end\n"
		return open(t, home(t, map[string]string{
			".config/fish/config.fish": rc,
			// else fish reads all manual pages at its first start
			".local/share/fish/generated_completions/none": "",
		}), "fish", "-i")
	}
}

func TestFishKeys(t *testing.T) {
	pressAll(t, []keyPress{
		{name: "touch evil", keys: []string{"touch evil", enter, refuse}},
		{name: "touch fine", keys: []string{"touch fine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "^J", keys: []string{"touch evil", "\n", refuse}},
		{name: "question answered", keys: []string{"touch doubt", enter, answer, enter, ran + "touch doubt"}, ran: "touch doubt"},
		{name: "question and ^C", keys: []string{"touch doubt", enter, shown + "type ", ctrlC, kept}},
		{name: "question and Enter", keys: []string{"touch doubt", enter, shown + "type ", enter, kept}},
		{name: "fine after refusal", keys: []string{"touch evil", enter, refuse, discard, "touch fine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "edit buffer", keys: []string{"touch evil", enter, refuse, "\x7f\x7f\x7f\x7ffine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "question refused", keys: []string{"touch doubt", enter, shown + "type ", "n\r", kept}},
		{name: "compound", keys: []string{"touch fine; touch evil", enter, refuse}},
		{name: "and", keys: []string{"true; and touch evil", enter, refuse}},
		{name: "substitution", keys: []string{"echo (touch evil)", enter, refuse}},
		{name: "loop over lines", keys: []string{"for i in 1", enter, "touch evil", enter, "end", enter, refuse}},
		{name: "fine loop over lines", keys: []string{"for i in 1 2", enter, "touch $i", enter, "end", enter, ran + "touch 2"}, ran: "touch 1; touch 2"},
		{name: "alias", after: "alias tt 'touch evil'", keys: []string{"tt", enter, refuse}},
		{name: "function", after: "function ff; gg $argv; end; function gg; touch $argv; end", keys: []string{"ff evil", enter, refuse, discard, "ff fine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "abbreviation", after: "abbr -a te 'touch evil'", keys: []string{"te", enter, refuse}},
		{name: "abbreviation fine", after: "abbr -a te 'touch fine'", keys: []string{"te", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "abbreviation anywhere", after: "abbr -a ev --position anywhere evil", keys: []string{"touch ev", enter, ran + "touch ev"}, ran: "touch ev"},
		{name: "abbreviation anywhere, seen", after: "abbr -a ev --position anywhere evil", keys: []string{"touch ev ", enter, refuse}},
		{name: "comment", keys: []string{"touch evil # tagout", enter, refuse}},
		{name: "vi mode", before: "fish_vi_key_bindings", keys: []string{"touch evil", enter, refuse}},
		{name: "paste", keys: []string{paste("touch fine\ntouch evil"), enter, refuse}},
		{name: "sourced twice", after: initAgain, keys: []string{"touch evil", enter, refuse, discard, "touch fine", enter, ran + "touch fine"}, ran: "touch fine"},
		{name: "nested", keys: []string{"fish -i", enter, shown + prompt, "touch evil", enter, refuse}},
	}, fishAt(programs(t)))
}

// TestPromptProgramGone: without the program a shell warns once, and is nobody's prison.
func TestPromptProgramGone(t *testing.T) {
	whole := programs(t)
	for name, at := range map[string]func(string) func(*testing.T, keyPress) *atPrompt{"bash": bashAt, "fish": fishAt, "zsh": zshAt} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for _, program := range []string{"tagout", "tagout-hook"} {
				data, err := os.ReadFile(filepath.Join(filepath.Dir(whole), program))
				if err != nil {
					t.Fatal(err)
				}
				put(t, filepath.Join(dir, program), string(data), 0o755)
			}
			s := at(filepath.Join(dir, "tagout"))(t, keyPress{})
			s.press("touch evil", enter, refuse, discard)
			for _, program := range []string{"tagout", "tagout-hook"} {
				if err := os.Remove(filepath.Join(dir, program)); err != nil {
					t.Fatal(err)
				}
			}
			s.press("touch a", enter, shown+"run unjudged", ran+"touch a", "touch b", enter, ran+"touch b")
			if n := strings.Count(string(s.output), "run unjudged"); n != 1 {
				t.Errorf("warned %d times", n)
			}
		})
	}
}
