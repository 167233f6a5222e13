package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"tagout/internal/tree"
)

// finding is what doctor says of one thing it looked at.
type finding struct {
	Check  string `json:"check"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`
	Hint   string `json:"hint,omitempty"`
}

// patient is what doctor examines.
type patient struct {
	scopes  []scope
	program string   // the running program
	dir     string   // where a session would start
	env     []string // that hooks would get
	still   bool     // nothing is run
	out     []finding
	// files are the settings that Claude Code can read.
	files []settingsFile
}

// notRegistered is the check that fails where no settings register tagout.
const notRegistered = "registered"

// settingsFile is a settings file that was read.
type settingsFile struct {
	scope
	data []byte
	root *tree.Node
}

func (p *patient) good(check, format string, args ...any) {
	p.out = append(p.out, finding{Check: check, OK: true, Detail: fmt.Sprintf(format, args...)})
}

func (p *patient) bad(check, hint, format string, args ...any) {
	p.out = append(p.out, finding{Check: check, Detail: fmt.Sprintf(format, args...), Hint: hint})
}

// doctor finds what would silently keep the hook from working.
func (c command) doctor(args []string) (int, error) {
	var asJSON bool
	rest, err := parse(args, []option{{name: "--json", on: &asJSON}})
	if err == nil {
		err = none(rest)
	}
	if err != nil {
		return exitUsage, err
	}
	dir, err := os.Getwd()
	if err != nil {
		return exitUsage, err
	}
	program, err := os.Executable()
	if err != nil {
		return exitUsage, err
	}
	p := &patient{scopes: append(managedParts(), c.claudeScopes(dir)...), program: program, dir: dir, env: os.Environ()}
	c.policyHealth(p, dir)
	if simple, _ := c.world.Env("CLAUDE_CODE_SIMPLE"); simple != "" {
		p.bad("environment", "unset it", "CLAUDE_CODE_SIMPLE is set: only managed hooks run")
	}
	p.examine()
	return c.report(p.out, asJSON)
}

// managedParts are the files beside the managed settings that belong to them.
func managedParts() []scope {
	names, _ := filepath.Glob("/etc/claude-code/managed-settings.d/*.json") // the pattern is well formed
	var out []scope
	for _, name := range names {
		out = append(out, scope{name: "managed", settings: name})
	}
	return out
}

func (c command) report(found []finding, asJSON bool) (int, error) {
	code := exitPass
	for _, f := range found {
		if !f.OK {
			code = exitAsk
		}
	}
	if asJSON {
		return code, c.printJSON(found)
	}
	for _, f := range found {
		mark := "ok "
		if !f.OK {
			mark = "BAD"
		}
		fmt.Fprintf(c.out, "%s  %s: %s\n", mark, f.Check, strings.ReplaceAll(f.Detail, "\n", "\n     "))
		if f.Hint != "" {
			fmt.Fprintf(c.out, "     hint: %s\n", f.Hint)
		}
	}
	return code, nil
}

// examine looks at the settings first, and then at each hook that they leave
// standing.
func (p *patient) examine() {
	for _, s := range p.scopes {
		p.read(s)
	}
	registered := 0
	for i := range p.files {
		before := registered
		for _, own := range findOwn(p.files[i].root) {
			registered++
			p.entry(&p.files[i], own)
		}
		if registered > before {
			p.switches(&p.files[i])
		}
	}
	if registered == 0 {
		p.bad(notRegistered, "run `tagout install claude`", "no settings that Claude Code can read register tagout")
	}
}

// read adds a settings file, unless Claude Code would drop it.
func (p *patient) read(s scope) {
	data, err := readIfThere(s.settings)
	if err != nil {
		p.bad(s.name+" settings", "make it readable", "%v", err)
		return
	}
	if data == nil {
		return
	}
	root, err := tree.Parse(data)
	if err != nil {
		p.bad(s.name+" settings", "mend it", "%s: Claude Code drops the whole file: %v", s.settings, err)
		return
	}
	if key, at, twice := root.Repeated(); twice {
		p.bad(s.name+" settings", "remove one of them", "%s:%s: %q stands twice, and only the last counts", s.settings, tree.Place(data, at), key)
	}
	mistakes := schemaMistakes(root)
	for _, m := range mistakes {
		p.bad(s.name+" settings", "mend or remove it", "%s:%s: Claude Code drops the whole file, with every hook in it: %s",
			s.settings, tree.Place(data, m.at), m.msg)
	}
	if len(mistakes) > 0 {
		return
	}
	p.good(s.name+" settings", "%s is well formed", s.settings)
	p.files = append(p.files, settingsFile{s, data, root})
}

// switches finds settings that turn off the hooks of one file. The managed
// file has the last word, and its own hooks only it can turn off.
func (p *patient) switches(home *settingsFile) {
	managed, disabled := p.off("disableAllHooks")
	for _, f := range disabled {
		if f.name == "managed" || home.name != "managed" && managed != tree.False {
			p.bad("switches", "remove it", "%s: disableAllHooks is true, so the hooks of %s do not run", f.settings, home.settings)
		}
	}
	if only, _ := p.off("allowManagedHooksOnly"); only == tree.True && home.name != "managed" {
		p.bad("switches", "run `tagout install claude --managed`", "the managed settings allow only managed hooks, so those of %s do not run", home.settings)
	}
}

// off returns what the managed settings say of a switch (0: nothing), and the
// files in which it is on.
func (p *patient) off(name string) (managed tree.Kind, on []*settingsFile) {
	for i := range p.files {
		f := &p.files[i]
		v := f.root.Get(name)
		if v == nil {
			continue
		}
		if f.name == "managed" {
			managed = v.Kind
		}
		if v.Kind == tree.True {
			on = append(on, f)
		}
	}
	return managed, on
}

// entry examines one of tagout's hooks.
func (p *patient) entry(f *settingsFile, own found) {
	where := f.settings + ":" + tree.Place(f.data, own.hook.Start)
	if own.event != preToolUse {
		p.bad("entry", again, "%s: tagout is registered for %s, which comes too late; want %s", where, own.event, preToolUse)
		return
	}
	matcher, _ := own.group.Get("matcher").Str()
	missing, err := deafTo(matcher)
	switch {
	case err != nil:
		p.bad("matcher", again, "%s: the matcher %q is not a pattern, so it never fires: %v", where, matcher, err)
	case len(missing) > 0:
		p.bad("matcher", again, "%s: the matcher %q does not fire for %s", where, matcher, strings.Join(missing, ", "))
	default:
		p.good("matcher", "%s: fires for every tool that runs commands or writes files", where)
	}
	if on, _ := own.hook.Get("onFailure").Str(); on != "block" {
		p.bad("entry", again, "%s: without \"onFailure\": \"block\" a hook that cannot start lets every command run", where)
	}
	if own.hook.Get("if") != nil {
		p.bad("entry", "remove \"if\"", "%s: \"if\" does not see commands inside other commands", where)
	}
	if v := own.hook.Get("async"); v != nil && v.Kind == tree.True {
		p.bad("entry", "remove \"async\"", "%s: an async hook cannot stop a command", where)
	}
	p.callProgram(where, own.hook)
}

// deafTo returns the tools that a matcher does not fire for.
func deafTo(matcher string) ([]string, error) {
	var missing []string
	for _, tool := range claudeTools() {
		ok, err := fires(matcher, tool)
		if err != nil {
			return nil, err
		}
		if !ok && tool == "Monitor" { // a matcher for Bash fires for it too
			ok, _ = fires(matcher, "Bash")
		}
		if !ok {
			missing = append(missing, tool)
		}
	}
	return missing, nil
}

// fires reports whether a matcher selects a tool: names in a list are compared
// whole, and anything else is an unanchored regular expression. JavaScript's
// and Go's agree on what people write there.
func fires(matcher, tool string) (bool, error) {
	if matcher == "" || matcher == "*" {
		return true, nil
	}
	unlisted := func(r rune) bool {
		return !(r == '_' || r == '-' || r == ',' || r == '|' || r == ' ' ||
			'0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z')
	}
	if strings.IndexFunc(matcher, unlisted) < 0 {
		for _, name := range strings.FieldsFunc(matcher, func(r rune) bool { return r == '|' || r == ',' }) {
			if strings.TrimSpace(name) == tool {
				return true, nil
			}
		}
		return false, nil
	}
	re, err := regexp.Compile(matcher)
	if err != nil {
		return false, err
	}
	return re.MatchString(tool), nil
}
