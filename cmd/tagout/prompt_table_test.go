package main

import (
	"os"
	"strings"
	"testing"
)

// pressedBy says for each way to have a line run, by its name in a study of what slips
// past other guards (pexpect on bash 5.2.15, zsh 5.9 and fish 3.6.0), which case presses
// it, or behind a dash why none does.
const pressedBy = `
bash	touch evil	touch evil
bash	touch fine	touch fine
bash	fine after evil	fine after refusal
bash	^J	^J
bash	^O operate-and-get-next	operate-and-get-next
bash	PS2 backslash	continuation
bash	PS2 for loop	loop over lines
bash	PS2 for loop, pasted in part	paste and half a loop
bash	a; b	compound
bash	pipeline	pipeline
bash	subshell	subshell
bash	$(...)	substitution
bash	X=$(...)	assignment
bash	alias	alias
bash	function	function
bash	leading space, ignorespace	leading space
bash	HISTIGNORE	HISTIGNORE
bash	repeat with ignoredups	ignoredups
bash	set +o history	no history
bash	self-name comment	comment
bash	self-name argument	tagout's name as an operand
bash	vi mode	vi mode
bash	bracketed paste of two lines	paste
bash	here-document to sh	here-document
bash	fc -s	fc -s
bash	fc and an editor	fc and an editor
bash	three fine ones after a refusal	three fine ones after a refusal
bash	after a refusal, the person's PROMPT_COMMAND	PROMPT_COMMAND
bash	PROMPT_COMMAND set later	PROMPT_COMMAND set later
bash	DEBUG trap in use	DEBUG trap of another
bash	bash-preexec and its kin	hooks of others
bash	direnv	direnv
bash	starship	- its hook is a PROMPT_COMMAND and a PS0, as of direnv and bash-preexec; it is no package of Debian
bash	rebound ^O	a key of one's own
bash	a key of one's own behind a paste	paste and half a loop, then a key of one's own
bash	a program reads the terminal	read is data
bash	a program reads by readline	read -e is data
bash	^C clears	^C empties the line
bash	history has it once	history keeps a fine line once
bash	^R and Enter	isearch
bash	edit-and-execute-command	edit-and-execute-command
bash	vi v	vi v
bash	!!	history expansion !!
bash	!$	history expansion !$
bash	^a^b	history expansion ^a^b
bash	histverify	histverify
bash	macro	macro
bash	bind -x	bind -x
bash	a command in bind -x	- no line is accepted: what a key runs stands in the person's own configuration
bash	keypad Enter	keypad Enter
bash	insert-comment with an argument	insert-comment undone
bash	TMOUT	TMOUT
bash	fg	fg and jobs
bash	no job control, as in some ssh	no job control
bash	^C during the question	question and ^C
bash	^Z during the question	question and ^Z
bash	end of file during the question	question and ^D
bash	end of file at the prompt	- ends the shell, and runs nothing
bash	nested	nested
bash	exec of another shell	exec of another
bash	set -u	nounset and noclobber
bash	set -e	errexit typed
bash	IFS	IFS and an alias
bash	aliases of the script's words	aliases of the script's words
bash	functions of the script's words	functions of the script's words
bash	odd options	odd options
bash	not UTF-8	not UTF-8
bash	very long	very long
bash	NUL	quoted NUL
zsh	touch evil	touch evil
zsh	touch fine	touch fine
zsh	accept-and-hold	accept-and-hold
zsh	accept-line-and-down-history	accept-line-and-down-history
zsh	accept-and-infer-next-history	accept-and-infer-next-history
zsh	accept-and-menu-complete	accept-and-menu-complete
zsh	^J	^J
zsh	continuation	continuation
zsh	alias	alias
zsh	self-name comment	comment is none
zsh	bracketed paste of two lines	paste
zsh	fine after a refusal	fine after refusal
zsh	compound	compound
zsh	and-or	and-or
zsh	loop	loop over lines
zsh	subshell in background	subshell in background
zsh	background	background
zsh	pipeline	pipeline
zsh	redirection of a builtin	redirection of a builtin
zsh	function	function
zsh	eval	eval
zsh	trap '' INT	INT ignored, past the widget
zsh	trap 'echo x' INT	INT trapped, past the widget
zsh	TRAPINT of 0	TRAPINT, past the widget
zsh	TRAPINT of 130	TRAPINT of 130, past the widget
zsh	!!	history expansion !!
zsh	!$	history expansion !$
zsh	^a^b	history expansion ^a^b
zsh	histverify	histverify
zsh	suffix and global alias	global and suffix alias
zsh	vi mode	vi mode
zsh	vi v	vi v
zsh	vi :	vi : accept-line
zsh	M-x	M-x .accept-line
zsh	print -z	print -z
zsh	push-line	push-line
zsh	vared	vared is data
zsh	fc -e -	fc -e -
zsh	r	r
zsh	precmd and periodic	- no line is accepted: what a hook runs stands in the person's own configuration
zsh	the hook emptied first	preexec emptied
zsh	preexec in use	preexec and precmd in use
zsh	a plug-in's widget before	wrapped by a plug-in before
zsh	a plug-in's widget after	wrapped by a plug-in after
zsh	accept-line called twice	accept-line called twice
zsh	zmodload	zmodload
zsh	zmodload -u zsh/zle	- takes the line editor away by the person's own word: preexec judges on
zsh	macro	macro
zsh	keypad Enter	keypad Enter
zsh	TMOUT	TMOUT
zsh	fg	fg and jobs
zsh	no job control	no job control
zsh	^C during the question	question and ^C
zsh	^Z during the question	question and ^Z
zsh	end of file during the question	question and ^D
zsh	nested	nested
zsh	errexit	errexit typed
zsh	odd options	ksh options
zsh	more odd options	more odd options
zsh	IFS	IFS
zsh	aliases of the script's words	aliases of the script's words
zsh	functions of the script's words	functions of the script's words
zsh	direnv	direnv
zsh	not UTF-8	not UTF-8
zsh	very long	very long
zsh	NUL	quoted NUL
fish	touch evil	touch evil
fish	touch fine	touch fine
fish	fine after evil	fine after refusal
fish	^J	^J
fish	abbreviation	abbreviation
fish	alias	alias
fish	function	function
fish	PS2 backslash	continuation
fish	block	block
fish	vi mode	vi mode
fish	vi normal mode	vi command mode
fish	self-name	comment
fish	alt-e	editor
fish	paste of two lines	paste
fish	comment and newline	comment and newline
fish	a key of one's own	a key of one's own
fish	a key bound to execute later	- not judged: fish has no second net, and the README says so
fish	read	read is data
fish	preexec in use	preexec in use
fish	^C during the question	question and ^C
fish	^Z during the question	question and ^Z
fish	nested	nested
fish	functions of the script's words	functions of the script's words
fish	direnv	direnv
fish	very long	very long
`

// TestEveryKeyPressHasItsCase: no way of the table is left without a case or a reason.
func TestEveryKeyPressHasItsCase(t *testing.T) {
	var source strings.Builder
	for _, file := range []string{"prompt_keys_test.go", "prompt_habits_test.go"} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		source.Write(data)
	}
	cases := map[string]string{}
	for _, part := range strings.Split(source.String(), "\nfunc Test")[1:] {
		for _, shell := range []string{"bash", "zsh", "fish"} {
			if strings.HasPrefix(strings.ToLower(part), shell) {
				cases[shell] += part
			}
		}
	}
	for _, row := range strings.Split(strings.TrimSpace(pressedBy), "\n") {
		cells := strings.Split(row, "\t")
		if len(cells) != 3 || cases[cells[0]] == "" {
			t.Errorf("%q is no row of the table", row)
			continue
		}
		if by := cells[2]; !strings.HasPrefix(by, "- ") && !strings.Contains(cases[cells[0]], `{name: "`+by+`"`) {
			t.Errorf("%s: no case %q presses %q", cells[0], by, cells[1])
		}
	}
}
