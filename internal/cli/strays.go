package cli

import (
	"cmp"
	"os"
	"path"
	"strings"

	"tagout/internal/diag"
	"tagout/internal/facts"
)

// strays reports files that look like policies and stand where none is read.
func (c command) strays(dir string) diag.Problems {
	var out diag.Problems
	etc := cmp.Or(c.seams.etc, managedDir)
	out = append(out, besides(etc, "policy.toml", "policy.d")...)
	out = append(out, partless(etc+"/policy.d")...)
	if user := c.userPolicy(); user != "" {
		out = append(out, besides(path.Dir(user), "policy.toml")...)
		home, _ := c.world.Env("HOME")
		if usual := home + "/.config/tagout/policy.toml"; usual != user && isFile(usual) {
			out = append(out, stray(usual, "XDG_CONFIG_HOME leads elsewhere", "move it to "+user))
		}
	}
	return append(out, c.strayProjects(dir)...)
}

func stray(file, why, hint string) diag.Problem {
	return diag.Problem{File: file, ID: "unreachable-layer", Level: diag.Warning, Msg: "nothing reads this file: " + why, Hint: hint}
}

// besides reports policies in a directory of which only some names are read.
func besides(dir string, read ...string) (out diag.Problems) {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		name := e.Name()
		if name == read[0] || len(read) > 1 && name == read[1] || path.Ext(name) != ".toml" && name != "policy.d" {
			continue
		}
		out = append(out, stray(dir+"/"+name, "in "+dir+" it is "+list(read)+" that counts", "rename it, or move what it says there"))
	}
	return out
}

// partless reports what stands among the parts of the managed policy and is none.
func partless(dir string) (out diag.Problems) {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		switch name := e.Name(); {
		case e.IsDir():
			out = append(out, stray(dir+"/"+name, "directories are not searched", "put its files into "+dir))
		case path.Ext(name) != ".toml" && !strings.HasPrefix(strings.ToUpper(name), "README"):
			out = append(out, stray(dir+"/"+name, "its name does not end in .toml", "rename it, or take it away"))
		}
	}
	return out
}

// strayProjects reports a project's policies where none is looked for, at a home
// and above, and those of another name.
func (c command) strayProjects(dir string) (out diag.Problems) {
	home, _ := c.world.Env("HOME")
	for at := path.Clean(dir); ; at = path.Dir(at) {
		file := at + "/" + facts.ProjectPolicy
		below := at != "/" && at != home && !strings.HasPrefix(home, at+"/")
		if !below && isFile(file) {
			out = append(out, stray(path.Clean(file), "a project's policy does not count at a home directory or above it", "put it into the project; what is yours everywhere belongs to "+c.userPolicy()))
		}
		for _, name := range []string{"tagout.toml", ".tagout", ".tagout.yaml", ".tagout.yml", ".tagout.json", ".tagout.tml"} {
			if other := at + "/" + name; below && isFile(other) {
				out = append(out, stray(other, "a project's policy is called "+facts.ProjectPolicy, "rename it"))
			}
		}
		if at == "/" || at == "." {
			return out
		}
	}
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}
