package audit

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"tagout/internal/facts"
	"tagout/internal/safeguard"
	"tagout/internal/world"
)

// state judges where a root keeps its state.
func (c *checker) state(r *root) {
	t := facts.TerraformIn(c.world(), path.Join("/", r.module.dir), "", func(string) (string, bool) { return "", false })
	if t.Unread != "" {
		c.unseen(2, path.Join(r.module.dir, path.Base(t.File))+" is "+t.Unread)
	}
	backend, at := r.backend()
	c.stateFiles(r)
	if t.State != nil {
		c.applied(r, strings.TrimPrefix(t.File, "/"))
	}
	r.library = backend == nil && t.State == nil && !t.Used && len(r.module.providers) == 0 && len(r.module.variables) > 0
	switch {
	case r.library:
		c.unseen(2, r.module.dir+": it names neither a provider nor a backend, as modules do that others use; they keep the state")
	case backend == nil && c.terragrunt(r.module.dir):
		c.unseen(2, r.module.dir+": terragrunt writes the backend when it runs; it is not known here")
	case backend == nil || backend.kind == "backend" && backend.labels[0] == "local":
		c.localState(r, &t, at)
	case backend.kind == "backend":
		c.remoteState(r, backend)
	default:
		c.unseen(2, backend.at.in.name+": whether HCP Terraform applies by itself, and who may destroy there, is set in its workspace")
	}
}

// world is the project as facts reads it: "/" is its root, and there is nothing
// beyond.
func (c *checker) world() world.World {
	below := func(p string) string {
		if p = strings.Trim(path.Clean(p), "/"); p == "" {
			return "."
		}
		return p
	}
	return world.World{
		Open:    func(p string) (fs.File, error) { return c.project.Root.Open(below(p)) },
		Lstat:   func(p string) (fs.FileInfo, error) { return fs.Stat(c.project.Root, below(p)) },
		ReadDir: func(p string) ([]fs.DirEntry, error) { return fs.ReadDir(c.project.Root, below(p)) },
	}
}

// backend returns the block that says where the state is kept, nil for none,
// and where to point at.
func (r *root) backend() (b *block, at place) {
	for _, t := range r.module.settings {
		at = t.at
		for _, kind := range []string{"backend", "cloud"} {
			if blocks := t.body.blocks[kind]; len(blocks) > 0 {
				return blocks[0], blocks[0].at
			}
			if a, ok := t.body.attrs[kind]; ok {
				return jsonBackend(kind, a), a.at
			}
		}
	}
	if at.in == nil && len(r.data) > 0 {
		at = r.data[0].at
	}
	if at.in == nil && len(r.module.resources) > 0 {
		at = r.module.resources[0].at
	}
	return nil, at
}

// jsonBackend reads {"backend": {"s3": {…}}}.
func jsonBackend(kind string, a attr) *block {
	b := &block{kind: kind, labels: []string{""}, at: a.at, body: body{in: a.at.in, attrs: map[string]attr{}}}
	pairs := objectOf(a.at.in, a)
	for name, inner := range pairs {
		if kind == "backend" {
			b.labels[0] = name
			b.body.attrs = objectOf(a.at.in, inner)
		}
	}
	return b
}

// terragrunt reports whether a directory, or one above it in the project, is
// Terragrunt's.
func (c *checker) terragrunt(dir string) bool {
	for {
		if c.hasFile(path.Join(dir, "terragrunt.hcl")) || c.hasFile(path.Join(dir, "root.hcl")) {
			return true
		}
		if dir == "." || dir == "/" {
			return false
		}
		dir = path.Dir(dir)
	}
}

const remoteMend = `terraform {
  backend "s3" {
    bucket       = "STATE-BUCKET"
    key          = "NAME/terraform.tfstate"
    region       = "REGION"
    encrypt      = true
    use_lockfile = true
  }
}`

// localState judges a state that is a file in the directory.
func (c *checker) localState(r *root, t *facts.Terraform, at place) {
	if t.Backend != "local" {
		// It was initialised for a backend that the files no longer name.
		c.found(safeguard.Finding{ID: "SG-STATE-1", Severity: safeguard.High, About: "state", Mend: "write the backend down again, or migrate on purpose: terraform init -migrate-state",
			Msg: fmt.Sprintf("the directory was initialised for backend %q, which the configuration does not name", t.Backend)}, at)
		return
	}
	if len(r.data) > 0 {
		c.found(safeguard.Finding{ID: "SG-STATE-1", Severity: safeguard.High, About: "state", Mend: remoteMend,
			Msg: "the state is a local file, with data in it: whoever has another copy, or none, destroys or doubles production"}, at)
	}
	if r.all == 0 || t.State != nil && len(t.State.Objects) > 0 || t.Unread != "" {
		return
	}
	if t.Used || len(r.data) > 0 {
		c.found(safeguard.Finding{ID: "SG-STATE-2", Severity: safeguard.High, About: "state", Mend: "find the state before anything is applied; terraform plan must not say that everything is to be added",
			Msg: fmt.Sprintf("there is no state here: if the infrastructure exists, apply creates all of it a second time (%s)", counted(r.all, "resource block"))}, at)
	}
}

// counted spells a number of things.
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// remoteState judges the settings of a backend.
func (c *checker) remoteState(r *root, b *block) {
	s := &scope{module: r.module}
	text := func(name string) value { return s.lookup(b.body, []string{name}) }
	lacks := func(name string) bool { v := text(name); return v.text != "true" && (v.known || !v.set) }
	add := func(severity safeguard.Severity, msg, mend string) {
		c.found(safeguard.Finding{ID: "SG-STATE-3", Severity: severity, About: "backend " + b.labels[0], Msg: msg, Mend: mend}, b.at)
	}
	where := b.at.in.name
	switch b.labels[0] {
	case "s3":
		bucket := text("bucket")
		if !bucket.set {
			c.unseen(2, where+": the backend is completed by -backend-config; its lock and encryption are not known here")
			return
		}
		if lacks("use_lockfile") && !text("dynamodb_table").set {
			add(safeguard.Medium, "there is no lock: two applies at once corrupt the state", "use_lockfile = true")
		}
		if lacks("encrypt") {
			add(safeguard.Medium, "encrypt is not true: the state holds secrets in plain text", "encrypt = true")
		}
		c.stateBucket(r, b, bucket.text)
	case "gcs", "azurerm", "oss", "cos":
		c.stateBucket(r, b, text(bucketOf(b.labels[0])).text)
	case "http":
		if !text("lock_address").set {
			add(safeguard.Medium, "there is no lock: two applies at once corrupt the state", `lock_address = "URL"`)
		}
	}
}

// bucketOf is the setting that names where a backend keeps states.
func bucketOf(backend string) string {
	if backend == "azurerm" {
		return "container_name"
	}
	return "bucket"
}

// stateBucket finds the bucket of the state among the resources of the project.
func (c *checker) stateBucket(r *root, b *block, bucket string) {
	if bucket == "" {
		return
	}
	managed := false
	for _, m := range c.dirs {
		for _, res := range m.resources {
			kind := res.labels[0]
			if kind != "aws_s3_bucket" && kind != "google_storage_bucket" && kind != "azurerm_storage_container" {
				continue
			}
			s := &scope{module: m}
			if s.lookup(res.body, []string{"bucket"}).text != bucket && s.lookup(res.body, []string{"name"}).text != bucket {
				continue
			}
			managed = true
			if m == r.module {
				c.found(safeguard.Finding{ID: "SG-STATE-3", Severity: safeguard.High, About: res.name(), Mend: "manage it in a root of its own, with prevent_destroy",
					Msg: "is where this very root keeps its state: destroy takes the state with it"}, res.at)
			}
		}
	}
	if !managed {
		c.unseen(2, fmt.Sprintf("%s: whether %q keeps old versions of the state, and who may delete there", b.at.in.name, bucket))
	}
}

// stateFiles judges the state files that lie about.
func (c *checker) stateFiles(r *root) {
	var copies []string
	for _, name := range c.in(r.module.dir) {
		if strings.HasSuffix(name, ".tfstate") {
			copies = append(copies, name)
		}
		if !strings.HasSuffix(name, ".tfstate") && !strings.HasSuffix(name, ".tfstate.backup") {
			continue
		}
		tracked, ignored, inGit := c.git(name)
		f := safeguard.Finding{ID: "SG-STATE-4", Severity: safeguard.High, File: name, About: path.Base(name), Mend: "git rm --cached " + path.Base(name) + ", and in .gitignore: *.tfstate*"}
		switch {
		case tracked:
			f.Msg = "is tracked by git: a checkout swaps the state, and its secrets are in the history"
			c.found(f, place{})
		case inGit && !ignored:
			f.Severity, f.Mend = safeguard.Medium, "in .gitignore: *.tfstate*"
			f.Msg = "is not ignored by git: the next `git add .` publishes it"
			c.found(f, place{})
		}
	}
	if len(copies) > 1 {
		c.found(safeguard.Finding{ID: "SG-STATE-4", Severity: safeguard.Medium, File: copies[0], About: "state", Mend: "move the copies out of the project",
			Msg: fmt.Sprintf("there are %d states side by side (%s): the wrong one is one cp away", len(copies), strings.Join(bases(copies), ", "))}, place{})
	}
}

func bases(names []string) []string {
	var out []string
	for _, n := range names {
		out = append(out, path.Base(n))
	}
	return out
}

// git says what git knows of a file of the project.
func (c *checker) git(name string) (tracked, ignored, inGit bool) {
	file := path.Join(c.project.Dir, name)
	top, ok := facts.Repository(c.project.World, path.Dir(file))
	if !ok {
		return false, false, false
	}
	return facts.Tracked(c.project.World, file), isIgnored(c.project.World, top, file), true
}
