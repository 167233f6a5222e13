package lang

import (
	"testing"

	"tagout/internal/rule"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func lit(s string) rule.Atom  { return rule.Atom{Literal: s} }
func quot(s string) rule.Atom { return rule.Atom{Literal: s, Quoted: true} }
func glb(s string) rule.Atom  { return rule.Atom{Glob: s} }

func cls(names ...string) rule.Atom {
	var a rule.Atom
	for _, n := range names {
		a.Classes = append(a.Classes, []rule.Class{{Name: n}})
	}
	return a
}

func item(kind rule.ItemKind, alts ...rule.Atom) rule.Item { return rule.Item{Kind: kind, Alts: alts} }

func opt(names ...string) rule.Item { return rule.Item{Kind: rule.Option, Names: names} }

func not(it rule.Item) rule.Item {
	it.Not = true
	return it
}

func val(it rule.Item, alts ...rule.Atom) rule.Item {
	it.Alts = alts
	return it
}

func cmd(program rule.Atom, items ...rule.Item) rule.Stage {
	return rule.Stage{Program: []rule.Atom{program}, Items: items}
}

func TestPattern(t *testing.T) {
	verb, operand, effect := rule.Verb, rule.Operand, rule.Effect
	tests := []struct {
		text string
		want []rule.Stage
	}{
		{"terraform destroy", []rule.Stage{cmd(lit("terraform"), item(verb, lit("destroy")))}},
		{"tofu state rm x", []rule.Stage{cmd(lit("tofu"), item(verb, lit("state")), item(verb, lit("rm")), item(operand, lit("x")))}},
		{"terraform state", []rule.Stage{cmd(lit("terraform"), item(verb, lit("state")))}},
		{"terraform apply|destroy", []rule.Stage{cmd(lit("terraform"), item(verb, lit("apply"), lit("destroy")))}},
		{"terraform workspace delete|*", []rule.Stage{cmd(lit("terraform"), item(verb, lit("workspace")), item(verb, lit("delete"), glb("*")))}},
		{"terraform -chdir=prod destroy", []rule.Stage{cmd(lit("terraform"), val(opt("-chdir"), lit("prod")), item(verb, lit("destroy")))}},
		{"terraform apply -destroy !-auto-approve", []rule.Stage{cmd(lit("terraform"), item(verb, lit("apply")), opt("-destroy"), not(opt("-auto-approve")))}},
		{"terraform {destroy}", []rule.Stage{cmd(lit("terraform"), item(effect, cls("destroy")))}},
		{"aws rds {write|destroy}", []rule.Stage{cmd(lit("aws"), item(verb, lit("rds")), item(effect, cls("write", "destroy")))}},
		{"aws rds delete-* x", []rule.Stage{cmd(lit("aws"), item(verb, lit("rds")), item(verb, glb("delete-*")), item(operand, lit("x")))}},
		{"aws s3 rm|rb **", []rule.Stage{cmd(lit("aws"), item(verb, lit("s3")), item(verb, lit("rm"), lit("rb")), item(operand, glb("**")))}},
		{"git stash drop", []rule.Stage{cmd(lit("git"), item(verb, lit("stash")), item(verb, lit("drop")))}},
		{"git push origin", []rule.Stage{cmd(lit("git"), item(verb, lit("push")), item(operand, lit("origin")))}},
		{"git push !*", []rule.Stage{cmd(lit("git"), item(verb, lit("push")), not(item(operand, glb("*"))))}},
		{"aws -- zap", []rule.Stage{cmd(lit("aws"), item(operand, lit("zap")))}},
		{"git checkout -- x -1", []rule.Stage{cmd(lit("git"), item(verb, lit("checkout")), opt("--"), item(operand, lit("x")), item(operand, lit("-1")))}},
		{"git * x", []rule.Stage{cmd(lit("git"), item(verb, glb("*")), item(operand, lit("x")))}},
		{"rm -r|-R|--recursive -f {root|home}", []rule.Stage{cmd(lit("rm"), opt("-r", "-R", "--recursive"), opt("-f"), item(operand, cls("root", "home")))}},
		{"kill -- -1", []rule.Stage{cmd(lit("kill"), item(operand, lit("-1")))}},
		{"kill -9 -", []rule.Stage{cmd(lit("kill"), opt("-9"), item(operand, lit("-")))}},
		{"dd of={device}|/dev/*", []rule.Stage{cmd(lit("dd"), rule.Item{Kind: rule.Key, Names: []string{"of"}, Alts: []rule.Atom{cls("device"), glb("/dev/*")}})}},
		{"* of={device}", []rule.Stage{cmd(glb("*"), rule.Item{Kind: rule.Key, Names: []string{"of"}, Alts: []rule.Atom{cls("device")}})}},
		{"rm a=b|c*", []rule.Stage{cmd(lit("rm"), item(operand, lit("a=b"), glb("a=c*")))}},
		{"rm !a=b", []rule.Stage{cmd(lit("rm"), not(item(operand, lit("a=b"))))}},
		{"foo bar 'b*z|q' \"\"", []rule.Stage{cmd(lit("foo"), item(operand, lit("bar")), item(operand, quot("b*z|q")), item(operand, quot("")))}},
		{"foo a'*'b*", []rule.Stage{cmd(lit("foo"), item(operand, glb("a[*]b*")))}},
		{"foo [ab]c [ x]", []rule.Stage{cmd(lit("foo"), item(operand, glb("[ab]c")), item(operand, lit("[")), item(operand, lit("x]")))}},
		{"foo '-x' a|''", []rule.Stage{cmd(lit("foo"), item(operand, quot("-x")), item(operand, lit("a"), quot("")))}},
		{"foo --x=''", []rule.Stage{cmd(lit("foo"), val(opt("--x"), quot("")))}},
		{"foo '{}' 'a=b'", []rule.Stage{cmd(lit("foo"), item(operand, quot("{}")), item(operand, quot("a=b")))}},
		{"rm {inside&!generated}", []rule.Stage{cmd(lit("rm"), rule.Item{Kind: operand, Alts: []rule.Atom{{Classes: [][]rule.Class{{{Name: "inside"}, {Not: true, Name: "generated"}}}}}})}},
		{"rm !{temp}", []rule.Stage{cmd(lit("rm"), not(item(operand, cls("temp"))))}},
		{"git {sql:drop|truncate&!mine|call:x}|{call:'f({})'}", []rule.Stage{cmd(lit("git"), rule.Item{Kind: rule.Code, Alts: []rule.Atom{
			{Classes: [][]rule.Class{{{Name: "sql", Arg: "drop|truncate"}, {Not: true, Name: "mine"}}, {{Name: "call", Arg: "x"}}}},
			{Classes: [][]rule.Class{{{Name: "call", Arg: "f({})"}}}}}})}},
		{"git push !{sql:drop}", []rule.Stage{cmd(lit("git"), item(verb, lit("push")), not(rule.Item{Kind: rule.Code, Alts: []rule.Atom{{Classes: [][]rule.Class{{{Name: "sql", Arg: "drop"}}}}}}))}},
		{"git push {mine}", []rule.Stage{cmd(lit("git"), item(verb, lit("push")), item(operand, cls("mine")))}},
		{"curl * | {shell|interpreter}", []rule.Stage{cmd(lit("curl"), item(operand, glb("*"))), cmd(cls("shell", "interpreter"))}},
		{"yes | terraform apply", []rule.Stage{cmd(lit("yes")), cmd(lit("terraform"), item(verb, lit("apply")))}},
		{"> {secret}", []rule.Stage{{Flows: []rule.Flow{{Kind: rule.Replaces, Alts: []rule.Atom{cls("secret")}}}}}},
		{"sort < * > a|b >> c", []rule.Stage{{Program: []rule.Atom{lit("sort")}, Flows: []rule.Flow{
			{Kind: rule.Fed, Alts: []rule.Atom{glb("*")}}, {Kind: rule.Replaces, Alts: []rule.Atom{lit("a"), lit("b")}}, {Kind: rule.WritesTo, Alts: []rule.Atom{lit("c")}}}}}},
		{"TF_CLI_ARGS*=*-auto-approve* !CI=1 terraform apply", []rule.Stage{{
			Env:     []rule.Env{{Name: "TF_CLI_ARGS*", Value: []rule.Atom{glb("*-auto-approve*")}}, {Not: true, Name: "CI", Value: []rule.Atom{lit("1")}}},
			Program: []rule.Atom{lit("terraform")}, Items: []rule.Item{item(verb, lit("apply"))}}}},
		{"TF_CLI_ARGS_apply=", []rule.Stage{{Env: []rule.Env{{Name: "TF_CLI_ARGS_apply", Value: []rule.Atom{quot("")}}}}}},
		{"shred|wipe x", []rule.Stage{{Program: []rule.Atom{lit("shred"), lit("wipe")}, Items: []rule.Item{item(operand, lit("x"))}}}},
		{"foo|terraform destroy banana", []rule.Stage{{Program: []rule.Atom{lit("foo"), lit("terraform")}, Items: []rule.Item{item(verb, lit("destroy")), item(operand, lit("banana"))}}}},
		{"foo|terraform banana", []rule.Stage{{Program: []rule.Atom{lit("foo"), lit("terraform")}, Items: []rule.Item{item(operand, lit("banana"))}}}},
		{"  ls \t\n x ", []rule.Stage{cmd(lit("ls"), item(operand, lit("x")))}},
	}
	cat := tools(t)
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			got, err := ParsePattern(tt.text, cat, "mine")
			require.NoError(t, err)
			assert.Equal(t, tt.text, got.Text)
			assert.Equal(t, tt.want, got.Stages)
		})
	}
}

func TestPatternMistakeIsPlacedInThePattern(t *testing.T) {
	_, err := ParsePattern("terraform detroy {rot}", tools(t))
	require.Error(t, err)
	assert.Equal(t, `pattern:1:11: unknown verb "detroy" of terraform
  |
1 | terraform detroy {rot}
  |           ^~~~~~ want apply, destroy, plan, state or workspace
hint: did you mean "destroy"?

pattern:1:19: unknown class "rot"
  |
1 | terraform detroy {rot}
  |                   ^~~ want data, device, existing, generated, home, inside, kept, opaque, outside, path, placed, root, secret, system, temp, unknown, vcs, workspace, call, plan, sql, destroy, pure, read or write
hint: did you mean "root"?`, err.Error())
}

func TestNearest(t *testing.T) {
	set := []string{"destroy", "deny", "plan", "a"}
	for word, want := range map[string]string{
		"detroy": "destroy", "destory": "destroy", "denny": "deny", "paln": "plan",
		"banana": "", "": "a", "xyz": "", "destroyed": "destroy",
	} {
		assert.Equal(t, want, nearest(word, set), word)
	}
}
