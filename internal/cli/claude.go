package cli

import (
	"encoding/json"
	"io/fs"
	"path/filepath"
	"strings"

	"tagout/internal/tree"
)

// scope is one of the places where Claude Code reads settings.
type scope struct {
	name     string      // user, project, local or managed
	settings string      // the file
	program  string      // where install puts the program; "" for local
	mode     fs.FileMode // of a settings file that is not there yet
}

// claudeScopes are all places, the most trusted first.
// https://code.claude.com/docs/en/settings
func (c command) claudeScopes(dir string) []scope {
	stable := ""
	if data := c.base("XDG_DATA_HOME", ".local/share"); data != "" {
		stable = filepath.Join(data, "tagout", "bin", "tagout")
	}
	scopes := []scope{{"managed", "/etc/claude-code/managed-settings.json", "/usr/local/lib/tagout/tagout", 0o644}}
	if config := c.claudeConfig(); config != "" {
		scopes = append(scopes, scope{"user", filepath.Join(config, "settings.json"), stable, 0o600})
	}
	return append(scopes,
		scope{"project", filepath.Join(dir, ".claude", "settings.json"), stable, 0o644},
		scope{"local", filepath.Join(dir, ".claude", "settings.local.json"), "", 0o644})
}

func (c command) claudeConfig() string {
	if v, _ := c.world.Env("CLAUDE_CONFIG_DIR"); v != "" {
		if abs, err := filepath.Abs(v); err == nil {
			return abs
		}
	}
	home, _ := c.world.Env("HOME")
	if home == "" {
		return ""
	}
	return filepath.Join(home, ".claude")
}

// claudeMatcher names the tools that run commands or write files.
const claudeMatcher = "Bash|Monitor|PowerShell|Write|Edit|NotebookEdit"

// claudeTools are the same, each as Claude Code names it.
func claudeTools() []string { return strings.Split(claudeMatcher, "|") }

// group is a matcher with its hooks, in the order settings spell them.
type group struct {
	Matcher string  `json:"matcher"`
	Hooks   []entry `json:"hooks"`
}

// entry is a command hook in exec form: no shell stands between, so no
// quoting and no rc file can change what runs.
type entry struct {
	Type    string   `json:"type"`
	Command string   `json:"command"`
	Args    []string `json:"args"`
	// Timeout is in seconds. The hook answers within two.
	Timeout int `json:"timeout"`
	// OnFailure makes Claude Code 2.1.295 and later refuse the command when
	// the hook cannot start, crashes or is late; older ones ignore it.
	OnFailure string `json:"onFailure"`
}

// claudeGroup renders what install registers.
func claudeGroup(program string) ([]byte, error) {
	return json.Marshal(group{Matcher: claudeMatcher, Hooks: []entry{{
		Type: "command", Command: program, Args: []string{"hook", "--harness=claude"}, Timeout: 10, OnFailure: "block",
	}}})
}

// isOwn reports whether a hook is tagout's, in exec form or, as a person might
// write it, as a line for a shell.
func isOwn(h *tree.Node) bool {
	line, ok := h.Get("command").Str()
	if !ok {
		return false
	}
	if args := h.Get("args"); args != nil {
		if args.Kind != tree.Array || len(args.Items) == 0 {
			return false
		}
		first, _ := args.Items[0].Str()
		return named(line) && first == "hook"
	}
	words := strings.Fields(line)
	for i := range len(words) - 1 {
		if named(words[i]) && words[i+1] == "hook" {
			return true
		}
	}
	return false
}

func named(program string) bool {
	base := strings.TrimSuffix(filepath.Base(strings.Trim(program, `"'`)), ".exe")
	return base == "tagout" || base == twinName
}

// found is one of tagout's hooks in a settings file.
type found struct {
	event  string
	groups *tree.Node // the event's array
	at     int        // the group's index in it
	group  *tree.Node
	hooks  *tree.Node // the group's array
	index  int        // the hook's index in it
	hook   *tree.Node
}

// alone reports whether the group holds only tagout's hooks.
func (f *found) alone() bool {
	for _, h := range f.hooks.Items {
		if !isOwn(h) {
			return false
		}
	}
	return true
}

// findOwn returns tagout's hooks in document order. Parts of another shape
// than hooks have are passed over.
func findOwn(root *tree.Node) []found {
	var out []found
	hooks := root.Get("hooks")
	if hooks == nil {
		return nil
	}
	for _, event := range hooks.Members {
		for i, g := range event.Value.Items {
			list := g.Get("hooks")
			if list == nil {
				continue
			}
			for k, h := range list.Items {
				if isOwn(h) {
					out = append(out, found{event.Name, event.Value, i, g, list, k, h})
				}
			}
		}
	}
	return out
}
