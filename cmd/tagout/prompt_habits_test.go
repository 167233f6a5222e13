package main

import (
	"os"
	"strings"
	"testing"
)

const (
	// again is a line that must run after one that was refused.
	again = ran + "touch fine"
	// long is longer than any buffer on the way, and no longer than one argument may be.
	long = 100_000
)

// afterwards are the keys that refuse one line and then run another.
func afterwards(clear string) []string {
	return []string{"touch evil", enter, refuse, clear, "touch fine", enter, again}
}

// installed skips where another's file is not there.
func installed(t *testing.T, file string) string {
	t.Helper()
	if _, err := os.Stat(file); err != nil {
		t.Skipf("%s is not installed here", file)
	}
	return file
}

// bashHooks is the way in which bash-preexec and its kin take part: a DEBUG trap and a
// PROMPT_COMMAND that puts itself together anew.
const bashHooks = `
hooked() { local last=$?; return $last; }
first() { trap 'hooked "$_"' DEBUG; PROMPT_COMMAND=$'hooked\nfirst'; }
PROMPT_COMMAND=$'first\n'"${PROMPT_COMMAND-}"
`

// bashWords are functions named like what the script uses.
const bashWords = `printf() { :; }; history() { :; }; kill() { :; }; bind() { :; }; echo() { :; }; command() { :; }; trap() { :; }`

func TestBashHabits(t *testing.T) {
	pressAll(t, []keyPress{
		{name: "macro", after: `bind '"\C-xq": "touch evil\C-m"'`, keys: []string{"\x18q", refuse}},
		{name: "macro fine", after: `bind '"\C-xq": "touch fine\C-m"'`, keys: []string{"\x18q", again}, ran: "touch fine"},
		{name: "bind -x", after: `bind -x '"\C-xq": READLINE_LINE="touch evil"'`, keys: []string{"\x18q", enter, refuse}},
		{name: "keypad Enter", after: `bind '"\eOM": "\C-m"'`, keys: []string{"touch evil", "\x1bOM", refuse}},
		{name: "insert-comment undone", keys: []string{"#touch evil", "\x1b1\x1b#", shown + "not judged", fresh}},
		{name: "insert-comment", keys: []string{"touch evil", "\x1b#", fresh, "touch fine", enter, again}, ran: "touch fine"},
		{name: "quoted newline", keys: []string{"touch fine\x16\ntouch evil", enter, refuse}},
		{name: "quoted NUL", keys: []string{"touch ev\x16\x00il", enter, refuse}},
		{name: "fc and an editor", keys: []string{"touch x", enter, ran + "touch x", "fc touch", enter, shown + "type ", "n\r", kept}, ran: "touch x"},
		{name: "history expansion with a change", keys: []string{"touch good", enter, ran + "touch good", "!!:s/good/evil/", enter, refuse}, ran: "touch good"},
		{name: "history expansion by a part", keys: []string{"fine evil", enter, ran + "fine evil", "touch !?fine?:$", enter, refuse}, ran: "fine evil"},
		{name: "question and ^D", keys: []string{"touch doubt", enter, shown + "type ", "\x04", kept}},
		{name: "question and ^Z", keys: []string{"touch doubt", enter, shown + "type ", "\x1a", kept}},
		{name: "read is data", keys: []string{"read -p go: x; fine $x", enter, shown + "2004l\r", shown + "go:", "touch evil", enter, ran + "fine touch evil"}, ran: "fine touch evil"},
		{name: "no job control", before: "set +m", keys: afterwards("\x15"), ran: "touch fine"},
		{name: "fg and jobs", keys: []string{"jobs", enter, fresh, "fg", enter, fresh, "touch fine", enter, again}, ran: "touch fine"},
		{name: "TMOUT", before: "TMOUT=600", keys: afterwards("\x15"), ran: "touch fine"},
		{name: "errexit typed", keys: append([]string{"set -e", enter, fresh}, afterwards("\x15")...), ran: "touch fine"},
		{name: "IFS", before: "IFS=e/_", keys: afterwards("\x15"), ran: "touch fine"},
		{name: "IFS and an alias", after: "IFS=:; alias nice='nice '; alias tt='touch evil'", keys: []string{"nice tt", enter, refuse}},
		{name: "odd options", after: "shopt -s failglob nullglob extglob nocasematch xpg_echo; set -f; set -k", keys: afterwards("\x15"), ran: "touch fine"},
		{name: "posix", after: "set -o posix", keys: afterwards("\x15"), ran: "touch fine"},
		{name: "functions of the script's words", after: bashWords, keys: afterwards("\x15"), ran: "touch fine"},
		{name: "hooks of others", before: bashHooks, keys: afterwards("\x15"), ran: "touch fine"},
		{name: "hooks of others, later", after: bashHooks, keys: append(afterwards("\x15"), "touch evil", enter, refuse), ran: "touch fine"},
		{name: "direnv", before: `eval "$(direnv hook bash 2>/dev/null)"`, keys: append(afterwards("\x15"), "touch evil", enter, refuse), ran: "touch fine"},
		{name: "not UTF-8", keys: []string{"fine \xff; touch evil", enter, shown + "type ", "n\r", kept}},
		{name: "umlauts", keys: []string{"fine é", enter, ran + "fine é", "fine é; touch evil", enter, refuse}, ran: "fine é"},
		{name: "very long", keys: []string{paste("fine " + strings.Repeat("a", long/10) + "; touch evil"), enter, refuse}},
		{name: "exec of another", keys: []string{"exec bash -i", enter, fresh, "touch evil", enter, refuse}},
		{name: "three fine ones after a refusal", keys: []string{"touch evil", enter, refuse, "\x15", "touch a", enter, ran + "touch a", "touch b", enter, ran + "touch b", "touch c", enter, ran + "touch c"}, ran: "touch a; touch b; touch c"},
		{name: "function, then a refusal", after: "ff() { fine x; }", keys: []string{"ff", enter, ran + "fine x", "touch evil", enter, refuse}, ran: "fine x"},
		{name: "tagout's name as an operand", keys: []string{"touch evil tagout _tagout_judged", enter, refuse}},
		{name: "^C empties the line", keys: []string{"touch evil", ctrlC, shown + "^C", fresh, "touch fine", enter, again}, ran: "touch fine"},
		{name: "history keeps a fine line once", keys: []string{"touch a", enter, ran + "touch a", "touch b", enter, ran + "touch b", "\x10\x10", enter, ran + "touch a"}, ran: "touch a; touch b; touch a"},
		{name: "PS2 set by hand", keys: []string{"PS2='" + prompt + "'", enter, fresh, "for i in 1; do", enter, fresh, "touch $i", enter, fresh, "done", enter, ran + "touch 1"}, ran: "touch 1"},
	}, bashAt(programs(t)))
}

func TestZshHabits(t *testing.T) {
	const vi = "bindkey -v; KEYTIMEOUT=1"
	pressAll(t, []keyPress{
		{name: "macro", after: `bindkey -s '^Xq' 'touch evil^M'`, keys: []string{"\x18q", refuse}},
		{name: "keypad Enter", after: `bindkey '^[OM' accept-line`, keys: []string{"touch evil", "\x1bOM", refuse}},
		{name: "M-x accept-line", keys: []string{"touch evil", "\x1bx", shown + "execute", "accept-line" + enter, refuse}},
		{name: "M-x .accept-line", keys: []string{"touch evil", "\x1bx", shown + "execute", ".accept-line" + enter, refuse}},
		{name: "vi : accept-line", after: vi, keys: []string{"touch evil", escape, ":", shown + "execute", "accept-line" + enter, refuse}},
		{name: "vi v", after: "autoload -Uz edit-command-line; zle -N edit-command-line; bindkey -M vicmd v edit-command-line; " + vi, keys: []string{"touch x", escape, "v", shown + "evil", enter, refuse}},
		{name: "accept-and-menu-complete", after: "bindkey '^Xz' accept-and-menu-complete", keys: []string{"touch evil", "\x18z", enter, refuse}},
		{name: "accept-line called twice", after: "mine() { zle accept-line; zle accept-line }; zle -N mine; bindkey '^Xq' mine", keys: []string{"touch evil", "\x18q", refuse}},
		{name: "accept-line called twice, fine", after: "mine() { zle accept-line; zle accept-line }; zle -N mine; bindkey '^Xq' mine", keys: []string{"touch fine", "\x18q", again}, ran: "touch fine"},
		{name: "push-line", keys: []string{"touch evil", "\x1bq", "fine a", enter, ran + "fine a", shown + "touch evil", enter, refuse}, ran: "fine a"},
		{name: "quoted newline", keys: []string{"touch fine\x16\ntouch evil", enter, refuse}},
		{name: "quoted NUL", keys: []string{"touch evil\x16\x00x", enter, shown + "type ", "n\r", kept}},
		{name: "histverify", after: "setopt histverify", keys: []string{"touch good", enter, ran + "touch good", "^good^evil", enter, refuse}, ran: "touch good"},
		{name: "history expansion with a change", keys: []string{"touch good", enter, ran + "touch good", "!!:s/good/evil/", enter, refuse}, ran: "touch good"},
		{name: "question and ^D", keys: []string{"touch doubt", enter, shown + "type ", "\x04", kept}},
		{name: "question and ^Z", keys: []string{"touch doubt", enter, shown + "type ", "\x1a", kept}},
		{name: "read is data", keys: []string{"read x; fine $x", enter, shown + "\x1b[?2004l", "touch evil", enter, ran + "fine touch evil"}, ran: "fine touch evil"},
		{name: "no job control", before: "unsetopt monitor", keys: afterwards("\x15"), ran: "touch fine"},
		{name: "fg and jobs", keys: []string{"jobs", enter, shown + prompt, "fg", enter, shown + prompt, "touch fine", enter, again}, ran: "touch fine"},
		{name: "TMOUT", before: "TMOUT=600", keys: afterwards("\x15"), ran: "touch fine"},
		{name: "errexit typed", keys: append([]string{"setopt errexit errreturn", enter, shown + prompt}, afterwards("\x15")...), ran: "touch fine"},
		{name: "IFS", before: "IFS=e/_", keys: afterwards("\x15"), ran: "touch fine"},
		{name: "more odd options", after: "setopt cshjunkiequotes rcquotes promptsubst warncreateglobal octalzeroes globassign posixidentifiers posixbuiltins shnullcmd nohashcmds nobanghist", keys: afterwards("\x15"), ran: "touch fine"},
		{name: "emulate sh", after: "emulate sh", keys: afterwards("\x15"), ran: "touch fine"},
		{name: "functions of the script's words", after: "print() { : }; whence() { : }; trap() { : }; kill() { : }; echo() { : }", keys: afterwards("\x15"), ran: "touch fine"},
		{name: "preexec and precmd in use", before: "preexec() { : }; precmd() { : }; preexec_functions=(preexec); precmd_functions=(precmd)", keys: afterwards("\x15"), ran: "touch fine"},
		{name: "direnv", before: `eval "$(direnv hook zsh 2>/dev/null)"`, keys: append(afterwards("\x15"), "touch evil", enter, refuse), ran: "touch fine"},
		{name: "not UTF-8", keys: []string{"fine \xff; touch evil", enter, refuse}},
		{name: "umlauts", keys: []string{"fine é", enter, ran + "fine é", "fine é; touch evil", enter, refuse}, ran: "fine é"},
		{name: "very long", keys: []string{paste("fine " + strings.Repeat("a", long/10) + "; touch evil"), enter, refuse}},
		{name: "zmodload", keys: []string{"zmodload zsh/datetime", enter, shown + prompt, "touch evil", enter, refuse}},
		{name: "background", keys: []string{"touch evil &", enter, refuse}},
		{name: "redirection of a builtin", keys: []string{": >evil; touch evil", enter, refuse}},
		{name: "TRAPINT of 130, past the widget", before: "TRAPINT() { return 130 }", after: "zle -N accept-line mine; mine() { zle .accept-line }", keys: []string{"touch evil", enter, refuse}},
		{name: "preexec emptied", after: "preexec_functions=()", keys: afterwards("\x15"), ran: "touch fine"},
		{name: "exec of another", keys: []string{"exec zsh -d -i", enter, shown + prompt, "touch evil", enter, refuse}},
		{name: "paste and half a loop", keys: []string{paste("touch a\nfor i in evil; do"), enter, shown + prompt, "touch $i", enter, "done", enter, refuse}},
	}, zshAt(programs(t)))
}

// TestZshPlugins: the plug-ins that stand before the same widgets, loaded on either side.
func TestZshPlugins(t *testing.T) {
	at := zshAt(programs(t))
	for _, plugin := range []string{"zsh-syntax-highlighting", "zsh-autosuggestions"} {
		source := "source " + installed(t, "/usr/share/"+plugin+"/"+plugin+".zsh")
		for name, p := range map[string]keyPress{"before": {before: source}, "after": {after: source}} {
			p.name, p.keys, p.ran = plugin+" "+name, afterwards("\x15"), "touch fine"
			pressAll(t, []keyPress{p}, at)
		}
	}
}

func TestFishHabits(t *testing.T) {
	pressAll(t, []keyPress{
		{name: "a key of one's own", before: `bind \cxm execute`, keys: []string{"touch evil", "\x18m", refuse}},
		{name: "keypad Enter", after: `bind \eOM _tagout_enter`, keys: []string{"touch evil", "\x1bOM", refuse}},
		{name: "question and ^D", keys: []string{"touch doubt", enter, shown + "type ", "\x04", kept}},
		{name: "question and ^Z", keys: []string{"touch doubt", enter, shown + "type ", "\x1a", kept}},
		{name: "read is data", keys: []string{"read x; fine $x", enter, shown + "read", "touch evil", enter, ran + "fine touch evil"}, ran: "fine touch evil"},
		{name: "IFS", before: "set -g IFS e", keys: afterwards(discard), ran: "touch fine"},
		{name: "functions of the script's words", after: "function count; end; function contains; end; function status; end; function history; end", keys: afterwards(discard), ran: "touch fine"},
		{name: "preexec in use", before: "function mine --on-event fish_preexec; end", keys: afterwards(discard), ran: "touch fine"},
		{name: "direnv", before: "direnv hook fish 2>/dev/null | source", keys: afterwards(discard), ran: "touch fine"},
		{name: "umlauts", keys: []string{"fine é", enter, ran + "fine é", "fine é; touch evil", enter, refuse}, ran: "fine é"},
		{name: "very long", keys: []string{paste("fine " + strings.Repeat("a", long/10) + "; touch evil"), enter, refuse}},
		{name: "block", keys: []string{"begin", enter, "touch evil", enter, "end", enter, refuse}},
		{name: "vi command mode", before: "fish_vi_key_bindings", after: "bind -M insert -m default \\cxn repaint-mode", keys: []string{"touch evil", "\x18n", enter, refuse}, clear: []string{"i", discard}},
		{name: "continuation", keys: []string{`touch \`, enter, "evil", enter, refuse}},
		{name: "editor", keys: []string{"touch x", "\x1be", shown + "evil", enter, refuse}},
		{name: "comment and newline", keys: []string{paste("fine hi # x\\\ntouch evil"), enter, refuse}},
		{name: "paste half a loop, pause, paste the rest", keys: []string{paste("for i in evil"), enter, paste("touch $i\nend"), enter, refuse}},
	}, fishAt(programs(t)))
}
