package policy

import "strings"

// Check is a kind of problem that Lint finds.
type Check struct {
	ID string
	// Title says what is wrong, Text why it matters.
	Title, Text string
	// Wrong and Right are lines of a policy.
	Wrong, Right string
}

// Checks lists the checks of Lint in order of their ids.
func Checks() []Check { return append(checksToM(), checksFromN()...) }

func checksToM() []Check {
	return []Check{
		{"allows-destruction", "an allowance covers what destroys",
			"An allow rule lets a command run unasked. Where its pattern is a whole tool, or a verb with options that make it destroy, it lets those through too, as long as no other rule speaks of them.",
			`match = ["terraform"]`, `match = ["terraform plan|validate|fmt"]`},
		{"bad-mcp", "a table of MCP tools cannot be read",
			"A table under [mcp] says as which commands calls of tools are judged. A tool's name stands without the mcp__SERVER__ that a harness puts before it, and a command is words, with {fields} of the call's input in them.",
			"[mcp.ours]\ntools = [\"mcp__db__run\"]\nas = \"{command}\"", "[mcp.ours]\ntools = [\"run\"]\nas = \"bash -c {command}\""},
		{"bad-pattern", "a pattern cannot be read",
			"A pattern looks like the command that it stops: program, verb, options, operands, redirections. It is no shell: one command, no variables, no && or ;.",
			`match = ["cd x && rm -rf $DIR"]`, `match = ["rm -r -f {system}"]`},
		{"bad-tool", "a tool's row is not consistent",
			"A [tool] row says how a program reads its words. A condition that names a verb or an option which the row does not list would never hold.",
			"verbs = [\"release\"]\ndestroy = [\"teardown\"]\ndry = [\"--dry-run\"]", "verbs = [\"release\", \"teardown\"]\nflags = [\"--dry-run\"]\ndestroy = [\"teardown\"]\ndry = [\"--dry-run\"]"},
		{"bad-value", "a value is not one of those that are wanted",
			"A key has a type, and some have a fixed set of values. A value outside of it decides nothing.",
			`decision = "denny"`, `decision = "deny"`},
		{"cannot-ask", "a harness that cannot ask is told to",
			"Not every harness puts a question to a person. In one that does not, ask refuses, so that a rule which is for such a harness alone should say so; of rules for all harnesses it is remarked once where tagout is registered with such a one.",
			"decision = \"ask\"\nwhen = { harness = \"codex\" }", "decision = \"deny\"\nwhen = { harness = \"codex\" }"},
		{"does-not-count", "an entry does not count in its layer",
			"A project's file never grants, an untrusted one relaxes nothing, and only a managed one locks. What a file says beyond that is read and has no effect.",
			"# .tagout.toml\n[rule.tests]\nmatch = [\"make test\"]\ndecision = \"allow\"", "# ~/.config/tagout/policy.toml\n[rule.tests]\nmatch = [\"make test\"]\ndecision = \"allow\""},
		{"duplicate-id", "an id is taken",
			"Rules of all layers share one set of ids: verdicts and exceptions name them. The second of a name would hide one of them.",
			"[rule.terraform-destroy]", "[rule.our-terraform-destroy]"},
		{"exception", "an exception relaxes nothing",
			"An exception names the rule that it relaxes, describes calls of it, says why and may end. One that names no rule, shares no program with it or is over does nothing but mislead; one that covers all that the rule matches, or asks for a directory alone, switches the rule off.",
			"[exception.sandbox]\nrule = \"aws-destory\"", "[exception.sandbox]\nrule = \"aws-destroy\""},
		{"failing-example", "an example does not do what it says",
			"Each of a rule's hits must make that rule fire, each of its misses must not. One that fails says that the pattern does not mean what its author meant.",
			"match = [\"git push --force\"]\nhits = [\"git push\"]", "match = [\"git push --force\"]\nhits = [\"git push --force\"]"},
		{"key-order", "keys stand out of their order",
			"A rule is read from what it matches to what becomes of that. Whoever reviews fifty of them is quicker where all have the same order; tagout lint --fix puts the lines, each with the comments before it.",
			"decision = \"ask\"\nmatch = [\"make seed\"]", "match = [\"make seed\"]\ndecision = \"ask\""},
		{"missing-key", "a key is missing",
			"A rule needs match, decision and reason. The reason is what a person reads who has to decide.",
			"[rule.seed]\nmatch = [\"make seed\"]", "[rule.seed]\nmatch = [\"make seed\"]\ndecision = \"ask\"\nreason = \"overwrites the data\""},
	}
}

func checksFromN() []Check {
	return []Check{
		{"never-matches", "a pattern or a condition can never hold",
			"Two terms exclude each other, an option makes the tool do nothing, or a condition asks for a value that the fact never has, or excludes every one that it asks for. The rule looks like protection and is none.",
			`match = ["git clean -f --dry-run"]`, `match = ["git clean -f"]`},
		{"no-examples", "a rule has no tests",
			"hits and misses are a rule's tests. Without them nobody notices when a pattern stops nothing, or too much.",
			"match = [\"make seed\"]", "match = [\"make seed\"]\nhits = [\"make seed\"]\nmisses = [\"make test\"]"},
		{"no-version", "the file does not say its version",
			"The version says which language the file is written in. It is 1; tagout lint --fix writes it.",
			"[rule.seed]", "version = 1\n\n[rule.seed]"},
		{"noise", "a rule holds up daily work",
			"The rule fires on commands of a list of harmless ones that developers and their agents run every day. People who are asked too often stop reading what they approve.",
			`match = ["git *"]`, `match = ["git push --force"]`},
		{"other-spelling", "a key or a decision is called otherwise here",
			"The word is one of another rule language, and it is plain which of ours is meant. It does not count as that: the file has a mistake until it is mended, which tagout lint --fix does.",
			`action = "block"`, `decision = "deny"`},
		{"outranked", "a rule never decides",
			"For everything that the rule matches another one decides more strictly, and the strictest counts.",
			"[rule.ask-first]\nmatch = [\"terraform destroy\"]\ndecision = \"ask\"", "# take it out: terraform-destroy refuses already"},
		{"subsumed", "a rule or pattern adds nothing",
			"Everything that it matches is matched by another rule, or another pattern of the same rule, with the same decision. Of tables under [mcp] it is one whose tools another table speaks of too, with the same commands.",
			`match = ["git push", "git push --force"]`, `match = ["git push"]`},
		{"syntax", "the file cannot be read",
			"The file is not valid TOML, too large or too deep. Nothing of it counts until it is mended, and commands that are not plainly read-only ask.",
			`reason = "deletes`, `reason = "deletes everything"`},
		{"unknown-class", "no class has this name",
			"{name} is a built-in class or one of the file's own in [class].",
			`match = ["rm -r {sytem}"]`, `match = ["rm -r {system}"]`},
		{"unknown-fact", "no fact has this name",
			"The keys of when are facts about where a command runs and what it would work on. See go doc tagout/policy.",
			`when = { brnach = "main" }`, `when = { branch = "main" }`},
		{"unknown-key", "no key has this name",
			"A key that is not known is not passed over: what was meant by it would be missing.",
			`desicion = "deny"`, `decision = "deny"`},
		{"unknown-option", "the tool, or its verb, has no such option",
			"The pattern asks for an option that the tool's grammar has under almost that name, or only for other verbs, so that it would wait for a call that nobody can make.",
			`match = ["git push --forec"]`, `match = ["git push --force"]`},
		{"unknown-tool", "a program is spelled almost like a known one",
			"Programs without a [tool] row are matched word by word. One whose name differs from a known one by a slip of a finger is most likely that one, and then the rule stops nothing.",
			`match = ["terrafrom destroy"]`, `match = ["terraform destroy"]`},
		{"unknown-verb", "the tool has no such verb",
			"A word where the tool expects its verb is compared with the verbs that it has. A word that it lacks never matches; before an operand write --.",
			`match = ["terraform detroy"]`, `match = ["terraform destroy"]`},
		{"unreachable-layer", "a policy file counts nowhere",
			"A file that looks like a policy and stands where none is read, or cannot be read where one is: another ending than .toml in policy.d, another name, a project's file at the home or above it, one that is too large or a link that leads away. What it forbids is not forbidden.",
			"/etc/tagout/policy.d/10-team.conf", "/etc/tagout/policy.d/10-team.toml"},
	}
}

// checkOf is the check that a mistake of the compiler belongs to. The messages
// are the compiler's; a test holds each of them to its check.
func checkOf(msg string) string {
	table := [...]struct{ part, id string }{
		{" is called ", "other-spelling"},
		{"unknown key ", "unknown-key"}, {"unexpected table ", "unknown-key"},
		{"unknown verb ", "unknown-verb"},
		{"unknown fact ", "unknown-fact"}, {"fact ", "unknown-fact"},
		{"unknown class ", "unknown-class"},
		{"exists already", "duplicate-id"}, {"is defined twice", "duplicate-id"}, {"is built in", "duplicate-id"},
		{" has no match", "missing-key"}, {" has no decision", "missing-key"}, {" has no reason", "missing-key"}, {" has no rule", "missing-key"}, {" has no run", "missing-key"},
		{" has no tools", "missing-key"}, {" has no as and no write", "missing-key"}, {" stands without write", "missing-key"}, {"bad name ", "bad-mcp"}, {"bad command ", "bad-mcp"}, {"bad field ", "bad-mcp"},
		{"there is no rule ", "exception"},
		{"bad program name", "bad-tool"}, {" of tool ", "bad-tool"}, {"in tool ", "bad-tool"},
		{"unknown decision ", "bad-value"}, {"unknown default ", "bad-value"}, {"unknown posture ", "bad-value"}, {"unknown mode ", "bad-value"}, {"unknown approvals ", "bad-value"}, {"unknown version ", "bad-value"},
		{"unknown lock ", "bad-value"}, {" is not a day", "bad-value"}, {" names none", "bad-value"},
		{" is a ", "bad-value"}, {" is nothing", "bad-value"}, {" is empty in", "bad-pattern"}, {" is empty", "bad-value"}, {" holds ", "bad-value"}, {" id ", "bad-value"},
		{" in rule ", "bad-pattern"}, {" in exception ", "bad-pattern"},
	}
	msg = bareMessage(msg)
	for _, row := range table {
		if strings.Contains(msg, row.part) {
			return row.id
		}
	}
	return "syntax"
}

// bareMessage is a message without what it quotes of the file.
func bareMessage(msg string) string {
	var b strings.Builder
	inside := false
	for i := 0; i < len(msg); i++ {
		switch {
		case inside && msg[i] == '\\':
			i++
		case msg[i] == '"':
			inside = !inside
		case !inside:
			b.WriteByte(msg[i])
		}
	}
	return b.String()
}
