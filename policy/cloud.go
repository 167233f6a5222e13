package policy

import (
	"strings"

	"tagout/internal/facts"
	"tagout/internal/shell"
)

// cloud reads a fact that the command line of a cloud or a platform finds in
// settings of its own; ok is false for any other.
func (s *surroundings) cloud(name string) (value string, st state, ok bool) {
	switch name {
	case "az-subscription":
		value, st = s.azure()
	case "docker-context":
		value, st = s.named([]string{"--host", "--context"}, nil, "")
		value, st = s.orFile(value, st, func() string { return facts.DockerContext(s.j.world, s.env) })
	case "gcp-config":
		value, st = s.named([]string{"--configuration"}, nil, "")
		value, st = s.orFile(value, st, func() string { return facts.GCloudConfiguration(s.j.world, s.env) })
	case "gcp-project":
		value, st = s.gcpProject()
	case "app":
		value, st = s.app()
	case "host":
		value, st = s.host()
	case "ci":
		value, st = s.ci()
	default:
		return "", unreadable, false
	}
	return value, st, true
}

// orFile is what a file of the machine says where nothing nearer says anything.
func (s *surroundings) orFile(value string, st state, read func() string) (string, state) {
	if st != absent {
		return value, st
	}
	switch value = read(); {
	case s.vague:
		return "", unreadable
	case value == "":
		return "", absent
	}
	return value, present
}

func (s *surroundings) azure() (string, state) {
	value, st := s.named([]string{"--subscription"}, nil, "")
	if st == unreadable {
		return "", st
	}
	return s.orFile("", absent, func() string { return facts.AzureSubscription(s.j.world, s.env, value) })
}

func (s *surroundings) gcpProject() (string, state) {
	value, st := s.named([]string{"--project", "--project_id"}, []string{"CLOUDSDK_CORE_PROJECT"}, "")
	if st != absent {
		return value, st
	}
	configuration, st, _ := s.cloud("gcp-config")
	if st == unreadable {
		return "", st
	}
	return s.orFile("", absent, func() string { return facts.GCloudProject(s.j.world, s.env, configuration) })
}

// app is the app of Heroku or Fly that a call works on.
func (s *surroundings) app() (string, state) {
	if s.inv == nil || s.inv.Tool == nil {
		return "", absent
	}
	variable, fly := "HEROKU_APP", s.inv.Tool.Facts == "fly"
	if fly {
		variable = "FLY_APP"
	}
	value, st := s.named([]string{"--app"}, []string{variable}, "")
	if st != absent {
		return value, st
	}
	dir, known := s.f.Call.Dir.Known()
	remote, _, knownRemote := s.option("--remote")
	if !known || !knownRemote {
		return "", unreadable
	}
	return s.orFile("", absent, func() string {
		if fly {
			return facts.FlyApp(s.j.world, dir)
		}
		return facts.HerokuApp(s.j.world, dir, remote)
	})
}

// host is the machine that a client works on, where an option, a variable or an
// address names one; else that on which the call runs.
func (s *surroundings) host() (string, state) {
	if s.takes("--host") {
		variables := []string(nil)
		switch s.inv.Tool.Facts {
		case "postgres":
			variables = []string{"PGHOST"}
		case "mysql":
			variables = []string{"MYSQL_HOST"}
		}
		if at, found := s.addressed(); found {
			return at, present
		}
		if _, given, known := s.option("--host"); given && !known {
			return "", unreadable
		}
		if value, st := s.named([]string{"--host"}, variables, ""); st == present {
			return value, st
		}
	}
	if w := s.f.Call.Where; w.Place == shell.SSH {
		return w.Name, present
	}
	return s.orFile("", absent, func() string { return facts.Host(s.j.world) })
}

// addressed finds the host in the address of a database among the operands.
func (s *surroundings) addressed() (string, bool) {
	for i := range s.inv.Operands {
		text, _ := s.inv.Operands[i].Word.Known()
		_, rest, is := strings.Cut(text, "://")
		if !is {
			continue
		}
		rest, _, _ = strings.Cut(rest, "/")
		rest, _, _ = strings.Cut(rest, "?")
		rest = rest[strings.LastIndexByte(rest, '@')+1:]
		if i := strings.LastIndexByte(rest, ':'); i > strings.LastIndexByte(rest, ']') {
			rest = rest[:i]
		}
		return rest, rest != ""
	}
	return "", false
}

// ci is whether the call runs on a build machine: "yes" or "no".
func (s *surroundings) ci() (string, state) {
	switch {
	case s.f.Call.Where.Place != shell.Here:
		return "", unreadable
	case facts.CI(s.env):
		return "yes", present
	case s.vague:
		return "", unreadable
	}
	return "no", present
}
