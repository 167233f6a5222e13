package survey

import (
	"path"
	"strings"
)

// reader finds the commands of one kind of file.
type reader func(*file)

// kind is a kind of file: by its base name, or by where it stands.
type kind struct {
	// names are globs (path.Match) of the base name, or of the path where they hold
	// a slash; "**/" is any number of directories.
	names []string
	read  reader
}

// kinds are the files whose names tell what they are, the more special first.
func kinds() []kind {
	return []kind{
		{[]string{"**/.github/workflows/*.yml", "**/.github/workflows/*.yaml"}, workflow},
		{[]string{"action.yml", "action.yaml"}, action},
		{[]string{".gitlab-ci.yml", ".gitlab-ci.yaml", "*.gitlab-ci.yml", "**/.gitlab/ci/*.yml"}, gitLab},
		{[]string{"**/.circleci/*.yml", "**/.circleci/*.yaml"}, circleCI},
		{[]string{"azure-pipelines*.yml", "azure-pipelines*.yaml", "**/.azure-pipelines/*.yml", "**/.azure/pipelines/*.yml"}, azure},
		{[]string{"Jenkinsfile", "Jenkinsfile.*", "*.jenkinsfile", "*.Jenkinsfile"}, jenkins},
		{[]string{".pre-commit-config.yaml", ".pre-commit-config.yml"}, preCommit},
		{[]string{".pre-commit-hooks.yaml"}, preCommitHooks},
		{[]string{"Taskfile*.yml", "Taskfile*.yaml", "taskfile*.yml", "taskfile*.yaml"}, taskfile},
		{[]string{"docker-compose*.yml", "docker-compose*.yaml", "compose*.yml", "compose*.yaml"}, composeFile},
		{[]string{"package.json"}, packageJSON},
		{[]string{"composer.json"}, composerJSON},
		{[]string{"Makefile", "makefile", "GNUmakefile", "Makefile.*", "*.mk", "*.mak"}, makefile},
		{[]string{"justfile", "Justfile", ".justfile", "*.just"}, justfile},
		{[]string{"Dockerfile", "Containerfile", "Dockerfile.*", "Containerfile.*", "*.dockerfile", "*.Dockerfile", "*-Dockerfile"}, dockerfile},
		{[]string{"Procfile", "Procfile.*"}, procfile},
		{[]string{"crontab", "*.crontab", "*.cron"}, crontab},
		{[]string{"**/cron.d/*"}, systemCrontab},
		{[]string{"*.service", "*.service.in"}, unit},
		{[]string{"*.tf"}, terraform},
		{[]string{"**/.claude/settings.json", "**/.claude/settings.local.json", "**/.gemini/settings.json", "**/.cursor/cli.json", "**/.cursor/cli-config.json", "**/.cursor/permissions.json",
			"**/.qwen/settings.json", "**/.vscode/settings.json", "opencode.json", "opencode.jsonc"}, settings},
		{[]string{"**/.codex/rules/*.rules"}, codexRules},
		{[]string{"CLAUDE.md", "CLAUDE.local.md", "AGENTS.md", "AGENT.md", "GEMINI.md", "SKILL.md", "**/.claude/**/*.md", "**/.codex/prompts/*.md",
			"**/.github/copilot-instructions.md", "**/.github/prompts/*.md", "**/.github/instructions/*.md", "**/.cursor/rules/**/*.mdc", "**/.agents/**/*.md"}, markdown},
		{[]string{"*.sh", "*.bash", "*.ksh", "*.zsh", "*.fish", "*.ash", "*.dash", ".bashrc", ".bash_profile", ".profile", ".zshrc", ".envrc", "**/.husky/*"}, shellScript},
		{[]string{"**/tasks/**/*.yml", "**/tasks/**/*.yaml", "**/handlers/**/*.yml", "**/handlers/**/*.yaml", "**/playbooks/**/*.yml", "**/playbooks/**/*.yaml",
			"*playbook*.yml", "*playbook*.yaml", "site.yml", "**/ansible/**/*.yml", "**/ansible/**/*.yaml"}, ansible},
	}
}

// readerOf returns the reader of a file, nil where there is none.
func readerOf(f *file) reader {
	for _, k := range kinds() {
		if k.holds(f.name) {
			return k.read
		}
	}
	if _, ok := shebang(f.text); ok {
		return shellScript
	}
	return nil
}

func (k *kind) holds(name string) bool {
	for _, glob := range k.names {
		if matches(glob, name) {
			return true
		}
	}
	return false
}

// telling reports whether a file's name says what it is.
func telling(name string) bool {
	for _, k := range kinds() {
		if k.holds(name) {
			return true
		}
	}
	return false
}

// likely reports whether a file may be of some kind: it has a telling name, or
// none that says that it is something else.
func likely(name string) bool {
	return path.Ext(path.Base(name)) == "" || strings.HasPrefix(path.Base(name), ".") || telling(name)
}

// matches reports whether a path is one of a glob's.
func matches(glob, name string) bool {
	if !strings.Contains(glob, "/") {
		ok, _ := path.Match(glob, path.Base(name))
		return ok
	}
	return parts(strings.Split(glob, "/"), strings.Split(name, "/"))
}

func parts(glob, name []string) bool {
	if len(glob) == 0 {
		return len(name) == 0
	}
	if glob[0] == "**" {
		return parts(glob[1:], name) || len(name) > 0 && parts(glob, name[1:])
	}
	if len(name) == 0 {
		return false
	}
	ok, _ := path.Match(glob[0], name[0])
	return ok && parts(glob[1:], name[1:])
}

// shebang returns the shell that the first line of a script names.
func shebang(text string) (string, bool) {
	line, ok := strings.CutPrefix(text, "#!")
	if !ok {
		return "", false
	}
	line, _, _ = strings.Cut(line, "\n")
	words := strings.Fields(line)
	if len(words) > 0 && path.Base(words[0]) == "env" {
		words = words[1:]
		for len(words) > 0 && (strings.HasPrefix(words[0], "-") || strings.Contains(words[0], "=")) {
			words = words[1:]
		}
	}
	if len(words) == 0 {
		return "", false
	}
	return shellNamed(words[0])
}

// shellNamed returns the dialect of a shell's name or path.
func shellNamed(name string) (string, bool) {
	switch base := strings.TrimSuffix(path.Base(name), ".exe"); base {
	case "bash", "zsh", "fish", "dash":
		return base, true
	case "sh", "ash", "busybox":
		return "sh", true
	case "ksh", "mksh", "ksh93":
		return "bash", true
	}
	return "", false
}
