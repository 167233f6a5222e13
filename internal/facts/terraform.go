package facts

import (
	"encoding/json"
	"path"
	"strings"

	"tagout/internal/world"
)

// Terraform is what the files of a directory say of the infrastructure that a
// Terraform or OpenTofu command there would work on.
type Terraform struct {
	// Workspace is the selected workspace ("default").
	Workspace string
	// Backend is the type of the backend that the directory was initialised for,
	// "local" where it was for none; At says where that keeps the state.
	Backend, At string
	// File is the path of the local state, whether or not it exists; "" where a
	// backend keeps it.
	File string
	// State is what the local state holds, nil where it is missing or cannot be
	// read; Unread then says why, "" for missing.
	State  *State
	Unread string
	// Used is set where the directory has been worked in: it was initialised, or
	// holds the backup of a state.
	Used bool
}

// State is a state file.
type State struct {
	Lineage string
	Serial  int64
	Objects []Object
}

// Object is an object that a state holds.
type Object struct {
	// Address is as Terraform spells it, Name what people call the object: its
	// identifier, bucket, name or id.
	Address, Name string
}

// maxState bounds the state file that is read, in bytes: one of 4 MB takes some
// 50 ms.
const maxState = 4 << 20

// TerraformIn reads what there is to know of a directory. state is the value of
// -state, "" for none; env finds variables of the call's environment.
// https://developer.hashicorp.com/terraform/cli/config/environment-variables,
// measured with Terraform 1.11.4.
func TerraformIn(w world.World, dir, state string, env func(string) (string, bool)) Terraform {
	t := Terraform{Workspace: "default", Backend: "local"}
	data := path.Join(dir, ".terraform")
	if custom, _ := env("TF_DATA_DIR"); custom != "" {
		data = Join(dir, custom)
	}
	if name, ok := small(w, path.Join(data, "environment")); ok && name != "" {
		t.Workspace = name
	}
	if name, _ := env("TF_WORKSPACE"); name != "" {
		t.Workspace = name
	}
	t.backend(w, path.Join(data, "terraform.tfstate"))
	t.Used = exists(w, data) || exists(w, path.Join(dir, ".terraform.lock.hcl")) || exists(w, path.Join(dir, "terraform.tfstate.backup"))
	if file := t.file(dir, state); file != "" {
		// The ledger knows it by one name; a link in its place is another state.
		t.File = path.Join(resolve(w, path.Dir(file)), path.Base(file))
		t.State, t.Unread = readState(w, t.File)
	}
	return t
}

// Join is a path as a program finds it that runs in the directory.
func Join(dir, p string) string {
	if path.IsAbs(p) {
		return path.Clean(p)
	}
	return path.Join(dir, p)
}

func exists(w world.World, p string) bool {
	_, err := w.Stat(p)
	return err == nil
}

// file is where the local state is kept.
func (t *Terraform) file(dir, state string) string {
	switch {
	case state != "":
		return Join(dir, state)
	case t.Backend != "local":
		return ""
	case t.At != "":
		return Join(dir, t.At)
	case t.Workspace != "default":
		return path.Join(dir, "terraform.tfstate.d", t.Workspace, "terraform.tfstate")
	}
	return path.Join(dir, "terraform.tfstate")
}

// backend reads what "terraform init" left of the backend. Its settings may hold
// credentials: only where the state is kept is taken of them.
func (t *Terraform) backend(w world.World, file string) {
	text, ok := bounded(w, file, maxState)
	if !ok {
		return
	}
	var saved struct {
		Backend struct {
			Type   string
			Config struct {
				Bucket, Key, Prefix, Path, Address, Hostname, Organization string
				Container                                                  string `json:"container_name"`
			}
		}
	}
	if json.Unmarshal(text, &saved) != nil || saved.Backend.Type == "" {
		return
	}
	c := saved.Backend.Config
	t.Backend = saved.Backend.Type
	var at []string
	for _, part := range []string{c.Hostname, c.Organization, c.Bucket, c.Container, c.Prefix, c.Key, c.Path, withoutUser(c.Address)} {
		if part != "" {
			at = append(at, part)
		}
	}
	t.At = strings.Join(at, "/")
}

// withoutUser drops the user and password of a URL.
func withoutUser(url string) string {
	scheme, rest, ok := strings.Cut(url, "://")
	if at := strings.LastIndexByte(rest, '@'); ok && at >= 0 {
		return scheme + "://" + rest[at+1:]
	}
	return url
}

func readState(w world.World, file string) (*State, string) {
	text, ok := bounded(w, file, maxState)
	switch {
	case !exists(w, file):
		return nil, ""
	case !ok:
		return nil, "too large to be read here, or no regular file"
	}
	var raw struct {
		Version   int
		Lineage   string
		Serial    int64
		Resources []resource
	}
	if json.Unmarshal(text, &raw) != nil || raw.Version != 4 {
		return nil, "not a state of version 4"
	}
	s := &State{Lineage: raw.Lineage, Serial: raw.Serial}
	for i := range raw.Resources {
		s.Objects = append(s.Objects, raw.Resources[i].objects()...)
	}
	return s, ""
}

// resource is one entry of a state's resources.
type resource struct {
	Module, Mode, Type, Name string
	Instances                []struct {
		Key        json.RawMessage `json:"index_key"`
		Deposed    string
		Attributes map[string]json.RawMessage
	}
}

// objects are the managed objects of a resource; data sources are none.
func (r *resource) objects() []Object {
	if r.Mode != "managed" {
		return nil
	}
	address := r.Type + "." + r.Name
	if r.Module != "" {
		address = r.Module + "." + address
	}
	var out []Object
	for _, in := range r.Instances {
		o := Object{Address: address}
		if len(in.Key) > 0 && string(in.Key) != "null" {
			o.Address += "[" + string(in.Key) + "]"
		}
		for _, attr := range []string{"identifier", "cluster_identifier", "bucket", "name", "id"} {
			if json.Unmarshal(in.Attributes[attr], &o.Name) == nil && o.Name != "" {
				break
			}
		}
		out = append(out, o)
	}
	return out
}

const (
	// maxConfig bounds the configuration that is read, in bytes.
	maxConfig = 256 << 10
	// maxFiles bounds its files.
	maxFiles = 100
)

// Declared counts the resource blocks of a directory's configuration, of its own
// files and not of its modules'. It reads lines, not the language: a block
// begins a line with the word, as "terraform fmt" writes it.
func Declared(w world.World, dir string) int {
	if w.ReadDir == nil {
		return 0
	}
	entries, err := w.ReadDir(dir)
	if err != nil {
		return 0
	}
	n, left := 0, int64(maxConfig)
	for _, e := range entries[:min(len(entries), maxFiles)] {
		if !strings.HasSuffix(e.Name(), ".tf") {
			continue
		}
		text, ok := bounded(w, path.Join(dir, e.Name()), left)
		if !ok {
			continue
		}
		left -= int64(len(text))
		n += resourceBlocks(string(text))
	}
	return n
}

func resourceBlocks(text string) int {
	n, comment := 0, false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "/*") {
			comment = true
		}
		if !comment && strings.HasPrefix(line, "resource") && strings.HasPrefix(strings.TrimLeft(line[len("resource"):], " \t"), `"`) {
			n++
		}
		if comment && strings.Contains(line, "*/") {
			comment = false
		}
	}
	return n
}
