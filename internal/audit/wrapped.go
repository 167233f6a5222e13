package audit

import (
	"path"
	"strings"

	"tagout/internal/safeguard"
	"tagout/internal/tree"
)

// wrapped finds targets and scripts that run unasked what the agent may not:
// `make deploy` is as good as the command in it.
func (c *checker) wrapped() {
	left := maxLines
	for _, name := range c.files {
		if !isScript(name) {
			continue
		}
		src := c.glance(3, name)
		if src == nil {
			continue
		}
		if path.Base(name) == "package.json" {
			c.npm(src)
			continue
		}
		c.lines(src, &left)
	}
	if left <= 0 {
		c.unseen(3, "the scripts of the project have more than 100,000 lines; the rest was not judged")
	}
}

// maxLines bounds the lines that are judged.
const maxLines = 100_000

// isScript reports whether a file holds commands that have a name to be run by,
// or run by themselves in CI.
func isScript(name string) bool {
	base := path.Base(name)
	switch strings.ToLower(base) {
	case "makefile", "gnumakefile", "justfile", ".justfile", "package.json", "jenkinsfile",
		"taskfile.yml", "taskfile.yaml", ".gitlab-ci.yml", "azure-pipelines.yml", "bitbucket-pipelines.yml", "cloudbuild.yaml":
		return true
	}
	return strings.HasSuffix(base, ".mk") || strings.HasSuffix(base, ".sh") || isWorkflow(name) || name == ".circleci/config.yml"
}

func isWorkflow(name string) bool {
	return strings.HasPrefix(name, ".github/workflows/") && (strings.HasSuffix(name, ".yml") || strings.HasSuffix(name, ".yaml"))
}

func (c *checker) npm(src *source) {
	doc, err := tree.Parse([]byte(src.text))
	if err != nil {
		return
	}
	scripts := doc.Get("scripts")
	if scripts == nil {
		return
	}
	for _, m := range scripts.Members {
		if text, ok := m.Value.Str(); ok {
			c.wraps(text, place{src, m.Value.Start, m.Value.End})
		}
	}
}

// lines judges each line, with those that it is continued by.
func (c *checker) lines(src *source, left *int) {
	at, start, whole := 0, 0, ""
	yaml := strings.HasSuffix(src.name, ".yml") || strings.HasSuffix(src.name, ".yaml")
	for line := range strings.Lines(src.text) {
		if *left--; *left <= 0 {
			return
		}
		if whole == "" {
			start = at + len(line) - len(strings.TrimLeft(line, " \t"))
		}
		text := strings.TrimRight(line, "\r\n")
		at += len(line)
		if head, more := strings.CutSuffix(text, `\`); more && len(whole) < maxFile {
			whole += head + " "
			continue
		}
		whole += text
		c.wraps(bareCommand(whole, yaml), place{src, start, at})
		whole = ""
	}
	c.wraps(bareCommand(whole, yaml), place{src, start, at}) // of a last line that goes on
}

// bareCommand takes off what files put before a command: the signs of make and
// just, the keys and list items of YAML, the step of a Jenkinsfile.
func bareCommand(line string, yaml bool) string {
	line = strings.TrimSpace(line)
	if yaml {
		line = strings.TrimSpace(strings.TrimPrefix(line, "- "))
		if key, rest, ok := strings.Cut(line, ": "); ok && !strings.ContainsAny(key, " \"'$") {
			line = strings.TrimSpace(rest)
		}
	}
	if rest, ok := strings.CutPrefix(line, "sh "); ok && strings.IndexAny(rest, "\"'") == 0 {
		line = rest
	}
	if n := len(line); n > 1 && (line[0] == '"' || line[0] == '\'') && line[n-1] == line[0] {
		line = line[1 : n-1]
	}
	return strings.TrimLeft(line, "@-+ ")
}

// wraps asks the policy about a command: what it is about is for the policy's own
// reading of it to say.
func (c *checker) wraps(command string, at place) {
	if c.project.Refused == nil {
		return
	}
	for _, rule := range c.project.Refused(command) {
		if matches(c.table.Unasked.Rules, rule) {
			c.found(safeguard.Finding{ID: "SG-AGENT-2", Severity: safeguard.Medium, About: at.in.name, Mend: "plan and apply apart, a person between: terraform plan -out=tfplan, then terraform apply tfplan",
				Msg: "whoever may run this runs what the policy refuses (" + rule + ")"}, at)
			return
		}
	}
}

// restores looks for restores that are tried by schedule.
func (c *checker) restores() {
	for _, name := range c.files {
		if !isWorkflow(name) && path.Base(name) != ".gitlab-ci.yml" {
			continue
		}
		src := c.glance(6, name)
		if src == nil || !strings.Contains(src.text, "schedule") {
			continue
		}
		for line := range strings.Lines(src.text) {
			if speaksOfRestore(line) {
				c.unseen(6, name+" speaks of restoring, by schedule; whether it succeeds, and what it proves, is in its runs")
				return
			}
		}
	}
	c.unseen(6, "whether a backup was ever restored: no scheduled workflow here speaks of it")
}

// speaksOfRestore passes over restores of caches and packages.
func speaksOfRestore(line string) bool {
	line = strings.ToLower(line)
	if !strings.Contains(line, "restore") {
		return false
	}
	for _, other := range []string{"cache", "restore-key", "dotnet", "nuget", "git restore", "#"} {
		if strings.Contains(line, other) {
			return false
		}
	}
	return true
}
