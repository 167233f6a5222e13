package lang

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// schema describes the language as a JSON Schema of draft 7, which editors use
// for TOML too (taplo, Even Better TOML), made of the tables by which files are
// compiled. A file that it refuses has a mistake; what a pattern may say, and
// which names exist, it does not know.
func schema() map[string]any {
	root := object(described{
		"version":   {"The language that the file is written in: 1.", value{"const": 1}},
		"default":   {"What becomes of calls that no rule matches; none where the file does not say.", words(defaults[:])},
		"posture":   {"How the policy stands towards what no rule speaks of; guard where the file does not say.", words(postures[:])},
		"mode":      {"enforce, or observe: decide and record, and stop nothing but what guards tagout itself.", words(modes[:])},
		"approvals": {"Whose word lets pass what was stopped: own, held (by another user than the hook's), or none; own where no file says.", words(approvals[:])},
		"lock":      {"Of a managed file: what the layers above it leave alone.", stringsOf(value{"type": "string", "pattern": "^(" + strings.Join(lockable[:], "|") + "|rule:.+)$"})},
		"tool":      {"How programs read their words, by their names.", named(nil, toolSchema())},
		"rule":      {"What is stopped, asked about, remarked on or let through, by ids.", named(ids(), ruleSchema())},
		"class":     {"Lists of globs that patterns name as {class}.", named(ids(), listed())},
		"exception": {"What rules have no finding about, by ids.", named(ids(), exceptionSchema())},
		"override":  {"Other decisions of rules of the layers below, by the rules' ids.", named(ids(), overrideSchema())},
		"mcp":       {"As which commands calls of MCP tools are judged, by ids.", named(ids(), readingSchema())},
	}, topKeys[:])
	root["$schema"] = "http://json-schema.org/draft-07/schema#"
	root["title"] = "tagout policy"
	root["description"] = "A policy of tagout. The language: go doc tagout/policy."
	return root
}

// SchemaText is the schema as a file.
func SchemaText() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(schema())
	return b.Bytes(), err
}

type value = map[string]any

// described are keys with what they mean and what they hold.
type described map[string]struct {
	doc   string
	value value
}

// object is a table of the given keys and no others, of which some are required.
// keys are those that the compiler knows: a schema that lacks one of them is not
// made.
func object(d described, keys []string, required ...string) value {
	properties := value{}
	for _, key := range keys {
		k, ok := d[key]
		if !ok {
			panic("the schema does not describe key " + key)
		}
		k.value["description"] = k.doc
		properties[key] = k.value
	}
	out := value{"type": "object", "additionalProperties": false, "properties": properties}
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}

// named is a table of tables by names.
func named(names, of value) value {
	out := value{"type": "object", "additionalProperties": of}
	if names != nil {
		out["propertyNames"] = names
	}
	return out
}

func ids() value { return value{"pattern": "^[a-z0-9-]+$"} }

func words(set []string) value { return value{"enum": slices.Clone(set)} }

func aText() value { return value{"type": "string"} }

func aSentence() value { return value{"type": "string", "minLength": 1} }

func aFlag() value { return value{"type": "boolean"} }

func aNumber() value { return value{"type": "integer", "minimum": 1, "maximum": 1000} }

// stringsOf is one string or a list of them.
func stringsOf(of value) value {
	return value{"anyOf": []value{of, {"type": "array", "items": of}}}
}

func list() value { return stringsOf(aText()) }

// listed is a list that holds something.
func listed() value {
	return value{"anyOf": []value{aText(), {"type": "array", "items": aText(), "minItems": 1}}}
}

func whenSchema() value {
	properties := value{}
	for _, f := range facts {
		properties[f] = stringsOf(aSentence())
	}
	return value{"type": "object", "additionalProperties": false, "properties": properties}
}

func givenSchema() value {
	properties := value{}
	for _, f := range facts {
		properties[f] = aText()
	}
	properties[Exists] = aText()
	return value{"type": "object", "additionalProperties": false, "properties": properties}
}

func examplesSchema() value {
	table := object(described{
		"run":   {"The command.", aText()},
		"given": {"The facts that hold; those that are not given satisfy every condition.", givenSchema()},
	}, exampleKeys[:], "run")
	one := value{"anyOf": []value{aText(), table}}
	return value{"anyOf": []value{aText(), table, {"type": "array", "items": one}}}
}

func ruleSchema() value {
	return object(described{
		"match":    {"Patterns, each of which looks like the command that it is about.", listed()},
		"decision": {"deny, ask, allow; note remarks and decides nothing.", words(decisions[:])},
		"reason":   {"What would be lost, for whoever reads the refusal.", aSentence()},
		"instead":  {"What to do in its place.", aSentence()},
		"when":     {"Facts that must all hold; the values of one are alternatives, negated by !.", whenSchema()},
		"hits":     {"Commands that must make the rule fire.", examplesSchema()},
		"misses":   {"Like commands that must not.", examplesSchema()},
	}, ruleKeys[:], "match", "decision", "reason")
}

func exceptionSchema() value {
	return object(described{
		"rule":     {"The rules that it relaxes.", listed()},
		"match":    {"Patterns of the calls that are meant: every word of a call must be known and matched.", listed()},
		"when":     {"Facts that must all hold.", whenSchema()},
		"reason":   {"Why they are harmless, for whoever reads it in a year.", aSentence()},
		"until":    {"The last day, a date without quotes.", value{"type": "string", "pattern": `^\d{4}-\d{2}-\d{2}$`}},
		"decision": {"What the finding becomes; none where it is absent.", words(relaxed[:])},
	}, exceptionKeys[:], "rule", "match", "reason")
}

func overrideSchema() value {
	return object(described{
		"decision": {"What the rule decides from here on.", words(decisions[:])},
	}, overrideKeys[:], "decision")
}

func readingSchema() value {
	out := object(described{
		"tools":   {"Names of the tools, \"*\" for any text.", listed()},
		"servers": {"Names of their servers, as they are registered; any where it is absent.", listed()},
		"as":      {"Commands that a call is as good as, with {fields} of its input: psql -c {sql|query}.", list()},
		"dir":     {"Fields that name the directory; the first that is there counts.", list()},
		"write":   {"Fields that name a file which is written.", list()},
		"content": {"Fields that hold what will stand in it.", list()},
		"guess":   {"Only what would be refused counts, and asks: the tool is known by its fields alone.", aFlag()},
	}, mcpKeys[:], "tools")
	out["anyOf"] = []value{{"required": []string{"as"}}, {"required": []string{"write"}}}
	return out
}

func toolSchema() value {
	return object(described{
		"same":     {"Other names of the same grammar.", list()},
		"options":  {"How options are written; gnu where it is absent.", words(styles[:])},
		"values":   {"Options that take a value; \"VERB|VERB: -x\" restricts them to verbs.", list()},
		"optional": {"Options that take a value only when it is attached.", list()},
		"flags":    {"Options that take none; \"|\" joins spellings of one.", list()},
		"implies":  {"\"-a = -d -g\": options that turn on others.", list()},
		"verbs":    {"The words that say what is done; \"*\" is any word.", list()},
		"pure":     {"Calls that read, and run no code that an agent could have placed.", list()},
		"read":     {"Calls that read.", list()},
		"write":    {"Calls that change something.", list()},
		"destroy":  {"Calls that destroy.", list()},
		"dry":      {"Conditions under which a call does nothing.", list()},
		"spares":   {"Calls that change no file of the project.", list()},
		"env":      {"Variables that hold options.", list()},
		"reads":    {"Words that are files which are read: \"@*\", \"@1\", \"@-o\".", list()},
		"writes":   {"Words that are files which are replaced.", list()},
		"appends":  {"Words that are files which are added to.", list()},
		"deletes":  {"Words that are files which are deleted.", list()},
		"chdir":    {"Options that name the directory of relative paths.", list()},
		"runs":     {"How the tool carries another program.", value{"type": "array", "items": runSchema()}},
		"kinds":    {"What kind of program it is.", stringsOf(words(kinds[:]))},
		"facts":    {"What is told of its surroundings.", words(surroundings[:])},
		"secret":   {"Options whose values never reach a record.", list()},
		"data":     {"Its words are never run.", aFlag()},
		"abbrev":   {"It takes unambiguous abbreviations of long options.", aFlag()},
		"filter":   {"It passes its input on.", aFlag()},
		"copies":   {"What it writes is what it reads.", aFlag()},
		"keeps":    {"What it writes stays as it was.", aFlag()},
		"fetches":  {"What becomes a file of the same base name.", list()},
		"links":    {"Conditions under which it makes symbolic links to what it reads.", list()},
		"mounts":   {"Conditions under which it puts its first operand in the place of the second.", list()},
		"lists":    {"Operands of which it prints the names, or the names of what is in them.", list()},
		"finds":    {"Operands below which it prints the names of files.", list()},
		"sought":   {"Options whose value says what such names are: \"-name={}\".", list()},
		"walks":    {"Conditions under which it reads all below a directory.", list()},
		"selects":  {"Tests of a search that hold for some of what it comes by; with \"!\" where their negation does, too.", list()},
		"unless":   {"Globs of words with which the call is neither pure nor read.", list()},
	}, toolKeys[:])
}

func runSchema() value {
	return object(described{
		"how":     {"By what behaviour.", words(hows[:])},
		"when":    {"A condition on the tool's verb and options.", aText()},
		"from":    {"The operand where the carried words begin.", aNumber()},
		"options": {"Options whose value is the program.", list()},
		"until":   {"Words that end it.", list()},
		"assigns": {"Leading NAME=VALUE words are its environment.", aFlag()},
		"append":  {"Words of standard input, or what a search finds, are added.", aFlag()},
		"inputs":  {"Options that name a file of such words.", list()},
		"each":    {"Options that bound how many of them one run gets.", list()},
		"split":   {"Options that say what separates them.", list()},
		"marks":   {"What a line begins with whose rest is a shell's text.", list()},
		"vars":    {"Variables that hold the text.", list()},
		"clear":   {"Options that empty the environment.", list()},
		"place":   {"Where it runs; absent: here.", words(append([]string{""}, places[:]...))},
		"at":      {"The operand that names the host, container or image.", aNumber()},
		"binds":   {"Options that mount host paths into a new container.", list()},
		"lang":    {"The text's language; absent: a shell's.", aText()},
		"files":   {"Options that name the target's file.", list()},
		"dirs":    {"Options that name the directory to run in.", list()},
		"verb":    {"The verb's last word is the target.", aFlag()},
		"strip":   {"Options that say how many directories the names in a patch lose.", list()},
		"reverse": {"Options that turn a patch around.", list()},
		"fed":     {"The program reads what the call works on.", aFlag()},
		"program": {"First words of the program whose other words are carried.", list()},
		"known":   {"Only a program that some tool's row describes.", aFlag()},
		"paths":   {"Files that are run unasked where the command has written them.", list()},
	}, runKeys[:], "how")
}
