package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"tagout/internal/harness"
	"tagout/internal/settings"
	"tagout/internal/tree"
)

// finding is what doctor says of one thing it looked at.
type finding struct {
	Harness string `json:"harness,omitempty"`
	Check   string `json:"check"`
	OK      bool   `json:"ok"`
	Detail  string `json:"detail"`
	Hint    string `json:"hint,omitempty"`
}

// patient is what doctor examines: one harness.
type patient struct {
	h       *harness.Harness
	r       *harness.Registration
	scopes  []scope
	program string   // the running program
	dir     string   // where a session would start
	env     []string // that hooks would get
	still   bool     // nothing is run
	out     []finding
	// files are the settings that the harness can read.
	files []settingsFile
	// registered is how many of tagout's hooks they hold; dropped is whether one
	// that names tagout is not read.
	registered int
	dropped    bool
}

// notRegistered is the check that fails where no settings register tagout.
const notRegistered = "registered"

// settingsFile is a settings file that was read.
type settingsFile struct {
	scope
	data []byte
	own  []found
	// value looks a setting up, nil for none: a boolean, a string, a list.
	value func(path []string) any
}

func (p *patient) good(check, format string, args ...any) {
	p.out = append(p.out, finding{Check: check, OK: true, Detail: fmt.Sprintf(format, args...)})
}

func (p *patient) bad(check, hint, format string, args ...any) {
	p.out = append(p.out, finding{Check: check, Detail: fmt.Sprintf(format, args...), Hint: hint})
}

// again is the remedy for an entry that is not as install writes it.
func (p *patient) again() string { return "run `tagout install " + p.h.Name + "` again" }

// doctor finds what would silently keep the hook from working.
func (c command) doctor(args []string) (int, error) {
	var asJSON bool
	names, err := words(args, []option{{name: "--json", on: &asJSON}})
	if err != nil {
		return exitUsage, err
	}
	asked, err := harnessesOf(names)
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
	general := &patient{}
	c.policyHealth(general, dir)
	c.pauseHealth(general)
	c.approvalHealth(general, dir)
	c.shellHealth(general)
	return c.report(append(general.out, c.examine(asked, program, dir)...), asJSON)
}

// examine looks at the harnesses that were named, or else at all that tagout is
// registered with.
func (c command) examine(asked []*harness.Harness, program, dir string) []finding {
	var out []finding
	all := asked
	if asked == nil {
		all, _ = harnessesOf(installable()) // these are known
	}
	for _, h := range all {
		p := c.patient(h, dir)
		p.program, p.env = program, os.Environ()
		p.examine()
		if p.registered == 0 && !p.dropped && asked == nil {
			continue
		}
		c.trusted(p)
		c.variables(p)
		for _, f := range p.out {
			f.Harness = h.Name
			out = append(out, f)
		}
	}
	if asked != nil {
		return out
	}
	return append(out, c.unguarded(out, dir)...)
}

// unguarded names the harnesses that are here and do not call tagout; that is a
// fault only where none does.
func (c command) unguarded(seen []finding, dir string) []finding {
	var names []string
	for _, h := range c.present(dir) {
		if !slices.ContainsFunc(seen, func(f finding) bool { return f.Harness == h.Name }) {
			names = append(names, h.Name)
		}
	}
	switch {
	case len(seen) == 0:
		hint := "run `" + strings.TrimSpace("tagout install "+strings.Join(names, " ")) + "`"
		return []finding{{Check: notRegistered, Detail: "no settings of any harness register tagout", Hint: hint}}
	case len(names) > 0:
		return []finding{{Check: "others", OK: true, Detail: "not guarded here: " + strings.Join(names, ", "), Hint: "`tagout install " + strings.Join(names, " ") + "`"}}
	}
	return nil
}

// patient is a harness, with the files that it reads.
func (c command) patient(h *harness.Harness, dir string) *patient {
	return &patient{h: h, r: h.Registration(), scopes: c.scopes(h, dir), dir: dir}
}

// variables finds those of the environment that turn hooks off.
func (c command) variables(p *patient) {
	for _, s := range p.h.Off {
		if s.Kind == harness.Variable && c.env(s.Name) != "" {
			p.bad("environment", "unset it", "%s is set: hooks do not run, or only managed ones", s.Name)
		}
	}
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
	last := ""
	for _, f := range found {
		if f.Harness != last && f.Harness != "" {
			h := harness.Find(f.Harness)
			fmt.Fprintf(c.out, "%s: contract %s\n", h.Title, contract(h))
		}
		last = f.Harness
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

// contract says how well the form of a harness's events and answers is known.
func contract(h *harness.Harness) string {
	text := h.Contract.Status.String()
	if h.Contract.Version != "" {
		text += " with " + h.Contract.Version
	}
	return text + ", " + h.Contract.Date
}

// examine looks at the settings first, and then at each hook that they leave
// standing.
func (p *patient) examine() {
	for _, s := range p.scopes {
		p.read(s)
	}
	for i := range p.files {
		f := &p.files[i]
		for _, own := range f.own {
			p.registered++
			p.entry(f, own)
		}
		if len(f.own) > 0 {
			p.switches(f)
			p.shadow(f)
		}
	}
	if p.registered > 0 {
		p.besides()
	}
	if p.registered == 0 {
		p.bad(notRegistered, "run `tagout install "+p.h.Name+"`", "no settings that %s can read register tagout", p.h.Title)
	}
}

// read adds a settings file, unless the harness would drop it.
func (p *patient) read(s scope) {
	data, err := readIfThere(s.settings)
	if err != nil {
		p.bad(s.name+" settings", "make it readable", "%v", err)
		return
	}
	if data == nil {
		return
	}
	f := settingsFile{scope: s, data: data}
	if f.value, err = valueIn(s, data); err == nil && s.hooks {
		t := site{scope: s, h: p.h, r: p.r}
		f.own, err = t.register("").find(data)
	}
	if err != nil {
		p.bad(s.name+" settings", "mend it", "%s: %s drops the whole file: %v", s.settings, p.h.Title, err)
	}
	if err != nil || !p.sound(&f) {
		p.dropped = p.dropped || bytes.Contains(data, []byte("tagout"))
		return
	}
	f.own = slices.DeleteFunc(f.own, func(own found) bool { return own.ofAnother(p.h.Name) })
	p.files = append(p.files, f)
}

// ofAnother reports whether a hook is registered for another harness, whose
// settings this one reads as well.
func (f *found) ofAnother(name string) bool {
	line := strings.Join(f.argv, " ")
	_, named, ok := strings.Cut(line, "--harness=")
	if !ok {
		return false
	}
	words := strings.FieldsFunc(named, func(r rune) bool { return strings.ContainsRune(" \"'", r) })
	return len(words) > 0 && words[0] != name
}

// valueIn looks settings up in a file.
func valueIn(s scope, data []byte) (func(path []string) any, error) {
	switch s.format {
	case harness.TOML:
		table := map[string]any{}
		err := toml.Unmarshal(data, &table)
		return func(path []string) any { return inTable(table, path) }, err
	case harness.JSON, harness.JSONC:
		doc, err := tree.Read(data, s.format == harness.JSONC)
		if err != nil {
			return nil, err
		}
		return func(path []string) any { return plainValue(doc.Root.Get(path...)) }, nil
	}
	return func([]string) any { return nil }, nil
}

func inTable(table map[string]any, path []string) any {
	var v any = table
	for _, name := range path {
		t, _ := v.(map[string]any)
		v = t[name]
	}
	return v
}

func plainValue(n *tree.Node) any {
	if n == nil {
		return nil
	}
	switch n.Kind {
	case tree.True, tree.False:
		return n.Kind == tree.True
	case tree.Array:
		var out []any
		for _, item := range n.Items {
			out = append(out, plainValue(item))
		}
		return out
	}
	return n.Text
}

// switches finds settings that turn off the hooks of one file.
func (p *patient) switches(home *settingsFile) {
	for _, s := range p.h.Off {
		if s.Kind != harness.Setting {
			continue
		}
		if strings.Contains(strings.ToLower(s.Name), "managedhooksonly") || strings.Contains(s.Name, "managed_hooks_only") {
			p.managedOnly(home, s.Name)
			continue
		}
		p.turnedOff(home, s)
	}
}

// turnedOff looks for one switch. Where the managed settings have the last word
// they can keep hooks on, and their own hooks only they can turn off.
func (p *patient) turnedOff(home *settingsFile, s harness.Switch) {
	path := strings.Split(s.Name, ".")
	managed := p.managed(path)
	for i := range p.files {
		f := &p.files[i]
		if !throws(f.value(path), s.Value) {
			continue
		}
		if p.counts(f, home, managed) {
			what := s.Name + " is " + s.Value
			if s.Value == "" {
				what = s.Name + " names tagout"
			}
			p.bad("switches", "remove it", "%s: %s, so the hooks of %s do not run", f.settings, what, home.settings)
		}
	}
}

// counts reports whether a file's switch turns off the hooks of another.
func (p *patient) counts(f, home *settingsFile, managed any) bool {
	switch {
	case f.name == "managed", !p.r.Last && !p.r.Pins:
		return true
	case managed != nil:
		return false
	}
	return p.r.Pins || home.name != "managed"
}

// managed is what the managed settings say of a switch.
func (p *patient) managed(path []string) (v any) {
	for i := range p.files {
		if said := p.files[i].value(path); p.files[i].name == "managed" && said != nil {
			v = said
		}
	}
	return v
}

func (p *patient) managedOnly(home *settingsFile, name string) {
	if p.managed(strings.Split(name, ".")) == true && home.name != "managed" {
		p.bad("switches", "run `tagout install "+p.h.Name+" --managed`", "the managed settings allow only managed hooks, so those of %s do not run", home.settings)
	}
}

// throws reports whether a setting's value is the one that turns hooks off; ""
// stands for a list that names tagout.
func throws(v any, off string) bool {
	if off == "" {
		names, _ := v.([]any)
		return slices.ContainsFunc(names, func(name any) bool { return fmt.Sprint(name) == "tagout" || settings.CallsHook(fmt.Sprint(name)) })
	}
	return v != nil && fmt.Sprint(v) == off
}

// shadow finds a file that is read in the place of one.
func (p *patient) shadow(f *settingsFile) {
	if p.r.Shadow == "" {
		return
	}
	if path := filepath.Join(filepath.Dir(f.settings), p.r.Shadow); exists(path) {
		p.bad("shadow", "move its hooks into "+f.settings+", or tagout's into it", "%s is there, and %s reads hooks from it in place of %s", path, p.h.Title, f.settings)
	}
}

// entry examines one of tagout's hooks.
func (p *patient) entry(f *settingsFile, own found) {
	where := f.settings + ":" + tree.Place(f.data, own.at)
	hook := p.meant(f, own)
	switch {
	case hook == nil:
		p.bad("entry", p.again(), "%s: tagout is registered for %s, which is not before the use of a tool; want %s", where, own.event, p.r.Event)
		return
	case hook.Begins:
		p.begins(where, own, hook)
		return
	}
	p.matcher(where, own.matcher, hook)
	if own.node != nil {
		p.members(where, own.node)
	}
	if hook.Event != p.r.Event {
		p.stops(f.settings, where, own, hook)
		return
	}
	p.callProgram(where, own)
}

// meant is the hook that an entry is, nil for one that install does not write.
func (p *patient) meant(f *settingsFile, own found) *harness.Hook {
	hooks := p.r.Hooks()
	for i := range hooks {
		event := hooks[i].Event
		if f.format == harness.Script {
			if i == 0 && filepath.Base(f.settings) == p.r.Name || i > 0 && filepath.Base(f.settings) == event {
				return &hooks[i]
			}
			continue
		}
		if own.event == event && (own.item == nil || trigger(own.item) == "" || strings.Contains(hooks[i].Entry, quoted(trigger(own.item)))) {
			return &hooks[i]
		}
	}
	return nil
}

func (p *patient) matcher(where, matcher string, hook *harness.Hook) {
	if hook.Match == harness.Unmatched {
		return
	}
	missing, err := deafTo(hook, matcher)
	switch {
	case err != nil:
		p.bad("matcher", p.again(), "%s: the matcher %q is not a pattern, so it never fires: %v", where, matcher, err)
	case len(missing) > 0:
		p.bad("matcher", p.again(), "%s: the matcher %q does not fire for %s", where, matcher, strings.Join(missing, ", "))
	default:
		p.good("matcher", "%s: fires for every tool that runs commands or writes files", where)
	}
}

// members looks at what in an entry makes a hook weaker.
func (p *patient) members(where string, hook *tree.Node) {
	for _, m := range []struct{ key, want string }{{"onFailure", `"block"`}, {"failClosed", "true"}} {
		if strings.Contains(p.r.Entry, `"`+m.key+`"`) && settings.Spelled(hook.Get(m.key)) != m.want {
			p.bad("entry", p.again(), "%s: without \"%s\": %s a hook that cannot start lets every command run", where, m.key, m.want)
		}
	}
	if hook.Get("if") != nil {
		p.bad("entry", "remove \"if\"", "%s: \"if\" does not see commands inside other commands", where)
	}
	if v := hook.Get("async"); v != nil && v.Kind == tree.True {
		p.bad("entry", "remove \"async\"", "%s: an async hook cannot stop a command", where)
	}
	if v := hook.Get("enabled"); v != nil && v.Kind == tree.False {
		p.bad("entry", "remove \"enabled\"", "%s: the hook is not enabled", where)
	}
}

// deafTo returns the tools that a matcher does not fire for.
func deafTo(h *harness.Hook, matcher string) ([]string, error) {
	var missing []string
	for _, tool := range h.Tools {
		ok, err := fires(h.Match, matcher, tool)
		if err != nil {
			return nil, err
		}
		if !ok && tool == "Monitor" { // a matcher for Bash fires for it too
			ok, _ = fires(h.Match, matcher, "Bash")
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
func fires(how harness.Match, matcher, tool string) (bool, error) {
	if matcher == "" || matcher == "*" {
		return true, nil
	}
	unlisted := func(r rune) bool {
		return !(r == '_' || r == '-' || r == ',' || r == '|' || r == ' ' ||
			'0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z')
	}
	if how == harness.Listed && strings.IndexFunc(matcher, unlisted) < 0 {
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
