package facts

import (
	"bytes"
	"encoding/json"
	"path"
	"strings"

	"tagout/internal/world"
)

// maxCloud bounds a settings file of a cloud's command line, in bytes.
const maxCloud = 1 << 20

type environment = func(string) (string, bool)

// home joins a path to a directory that a variable names, else to one below the
// home directory.
func home(env environment, variable, below string) string {
	if dir, _ := env(variable); dir != "" {
		return dir
	}
	dir, _ := env("HOME")
	return path.Join(dir, below)
}

// GCloudConfiguration returns the name of the configuration that gcloud would
// use where no option names one.
// https://cloud.google.com/sdk/docs/configurations
func GCloudConfiguration(w world.World, env environment) string {
	if name, _ := env("CLOUDSDK_ACTIVE_CONFIG_NAME"); name != "" {
		return name
	}
	if name, ok := small(w, path.Join(home(env, "CLOUDSDK_CONFIG", ".config/gcloud"), "active_config")); ok && name != "" {
		return name
	}
	return "default"
}

// GCloudProject returns the project of a configuration of gcloud, "" for none.
func GCloudProject(w world.World, env environment, configuration string) string {
	file := path.Join(home(env, "CLOUDSDK_CONFIG", ".config/gcloud"), "configurations", "config_"+configuration)
	return setting(w, file, "core", "project")
}

// setting returns the value of a key in a section of an INI file, "" for none.
func setting(w world.World, file, section, key string) string {
	text, _ := bounded(w, file, maxCloud)
	within := false
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			within = line == "["+section+"]"
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		if within && ok && strings.TrimSpace(name) == key {
			return strings.Trim(strings.TrimSpace(value), `"`)
		}
	}
	return ""
}

// AzureSubscription returns the name of the subscription that az would use: the
// one that an option names, by name or id, else the default of its profile. An
// option that the profile does not know is returned as it is.
// https://learn.microsoft.com/cli/azure/manage-azure-subscriptions-azure-cli
func AzureSubscription(w world.World, env environment, wanted string) string {
	text, _ := bounded(w, path.Join(home(env, "AZURE_CONFIG_DIR", ".azure"), "azureProfile.json"), maxCloud)
	var profile struct {
		Subscriptions []struct {
			ID, Name  string
			IsDefault bool
		}
	}
	// az writes the file with a byte order mark.
	if json.Unmarshal(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), &profile) != nil {
		return wanted
	}
	for _, s := range profile.Subscriptions {
		if wanted == "" && s.IsDefault || wanted != "" && strings.EqualFold(wanted, s.ID) {
			return s.Name
		}
	}
	return wanted
}

// DockerContext returns the context that docker would use where no option names
// one: DOCKER_HOST stands above every context.
// https://docs.docker.com/engine/manage-resources/contexts/
func DockerContext(w world.World, env environment) string {
	for _, name := range [...]string{"DOCKER_HOST", "DOCKER_CONTEXT"} {
		if value, _ := env(name); value != "" {
			return value
		}
	}
	text, _ := bounded(w, path.Join(home(env, "DOCKER_CONFIG", ".docker"), "config.json"), maxCloud)
	var config struct{ CurrentContext string }
	if json.Unmarshal(text, &config) == nil && config.CurrentContext != "" {
		return config.CurrentContext
	}
	return "default"
}

// FlyApp returns the app that fly.toml in a directory names, "" for none.
// https://fly.io/docs/reference/configuration/
func FlyApp(w world.World, dir string) string {
	text, _ := bounded(w, path.Join(dir, "fly.toml"), maxCloud)
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "[") {
			break
		}
		if name, value, ok := strings.Cut(line, "="); ok && scalar(name) == "app" {
			return scalar(value)
		}
	}
	return ""
}

// HerokuApp returns the app to which a remote of the git working tree at dir
// leads, "" where none or several do.
// https://devcenter.heroku.com/articles/git
func HerokuApp(w world.World, dir, remote string) string {
	_, gitDir, ok := repository(w, dir)
	if !ok {
		return ""
	}
	text, _ := bounded(w, path.Join(gitDir, "config"), maxCloud)
	app, within := "", false
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			within = strings.HasPrefix(line, `[remote "`) && (remote == "" || line == `[remote "`+remote+`"]`)
			continue
		}
		key, url, ok := strings.Cut(line, "=")
		if !within || !ok || strings.TrimSpace(key) != "url" {
			continue
		}
		if name, is := herokuURL(strings.TrimSpace(url)); is {
			if app != "" && app != name {
				return ""
			}
			app = name
		}
	}
	return app
}

func herokuURL(url string) (app string, ok bool) {
	for _, prefix := range [...]string{"https://git.heroku.com/", "git@heroku.com:", "ssh://git@heroku.com/"} {
		if rest, found := strings.CutPrefix(url, prefix); found {
			return strings.TrimSuffix(rest, ".git"), true
		}
	}
	return "", false
}

// Host returns the name of this machine, "" where it is not known.
func Host(w world.World) string {
	for _, file := range [...]string{"/proc/sys/kernel/hostname", "/etc/hostname"} {
		if name, ok := small(w, file); ok && name != "" {
			return name
		}
	}
	name, _ := w.Env("HOSTNAME")
	return name
}

// CI reports whether the environment is that of a build machine.
func CI(env environment) bool {
	if value, _ := env("CI"); value != "" && value != "false" && value != "0" {
		return true
	}
	for _, name := range [...]string{"GITHUB_ACTIONS", "GITLAB_CI", "CIRCLECI", "TF_BUILD", "BUILDKITE", "JENKINS_URL", "TEAMCITY_VERSION", "CODEBUILD_BUILD_ID"} {
		if value, _ := env(name); value != "" {
			return true
		}
	}
	return false
}
