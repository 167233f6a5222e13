package audit

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"

	"tagout/internal/safeguard"
)

// Bounds of one reading.
const (
	maxFile  = 512 << 10 // bytes of one file
	maxBytes = 32 << 20  // of all
	maxNames = 50_000    // files and directories that are looked at
	maxDeep  = 40        // directories below the project
)

// skipped are directories that hold what was fetched or built.
func skipped(name string) bool {
	switch name {
	case ".git", ".terraform", ".terragrunt-cache", "node_modules", "vendor", ".venv", "venv", "__pycache__", "dist", "target":
		return true
	}
	return false
}

// tree walks the project. Directories behind symbolic links are not entered,
// so there is no way out and no loop.
func (c *checker) tree() {
	c.left = maxBytes
	seen := 0
	err := fs.WalkDir(c.project.Root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			c.partly(name, "cannot be read: "+reason(err))
			return nil
		}
		if seen++; seen > maxNames {
			c.partly("", "the project has more than 50,000 files; the rest was not looked at")
			return fs.SkipAll
		}
		if d.IsDir() {
			if name != "." && skipped(d.Name()) {
				return fs.SkipDir
			}
			if strings.Count(name, "/") >= maxDeep {
				c.partly(name, "lies deeper than 40 directories; what is below was not looked at")
				return fs.SkipDir
			}
			return nil
		}
		c.files = append(c.files, name)
		c.byDir[path.Dir(name)] = append(c.byDir[path.Dir(name)], name)
		return nil
	})
	if err != nil {
		c.partly(".", "cannot be read: "+reason(err))
	}
}

// partly adds a finding for something that was not read: silence would be a
// pass.
func (c *checker) partly(name, msg string) {
	c.found(safeguard.Finding{ID: "SG-READ", Severity: safeguard.Medium, File: name, About: "not read", Msg: msg,
		Mend: "mend it, or check the part that matters: tagout safeguards DIR"}, place{})
}

func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// glance is read for files that matter less: one that cannot be read is said,
// and is no finding.
func (c *checker) glance(number int, name string) *source {
	if s, ok := c.sources[name]; ok {
		return s
	}
	s, msg := c.open(c.project.Root, name)
	if msg != "" {
		c.unseen(number, name+" "+msg)
	}
	c.sources[name] = s
	return s
}

// read returns the text of a regular file, at most once; nil where it cannot be
// read, which then is a finding, or is not there, which is none.
func (c *checker) read(name string) *source {
	if s, ok := c.sources[name]; ok {
		return s
	}
	s, msg := c.open(c.project.Root, name)
	if msg != "" {
		c.partly(name, msg)
	}
	c.sources[name] = s
	return s
}

// open reads a file within bounds. Its kind is asked first: opening a pipe
// would wait for a writer.
func (c *checker) open(in fs.FS, name string) (s *source, msg string) {
	info, err := fs.Stat(in, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, ""
	case err != nil:
		return nil, "cannot be read: " + reason(err)
	case !info.Mode().IsRegular():
		return nil, "is no regular file"
	case info.Size() > maxFile:
		return nil, "has more than 512 KB"
	case info.Size() > c.left:
		return nil, "was not read: the project has more than 32 MB to read"
	}
	f, err := in.Open(name)
	if err != nil {
		return nil, "cannot be read: " + reason(err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile))
	if err != nil {
		return nil, "cannot be read: " + reason(err)
	}
	c.left -= int64(len(data))
	c.report.Files++
	return &source{name: name, text: string(data)}, ""
}

// in returns the files of one directory, without those further down.
func (c *checker) in(dir string) []string { return c.byDir[dir] }

// hasFile reports whether the walk found a file.
func (c *checker) hasFile(name string) bool {
	_, err := fs.Stat(c.project.Root, name)
	return err == nil
}

// Bounds of what makes HCL's parser recurse; Go cannot recover from a stack that
// overflows.
const (
	maxNesting = 200  // brackets within brackets
	maxSigns   = 2000 // signs in a row, such as "!"
	maxChoices = 5000 // "?" in a file
	maxTurns   = 1000 // "%{" in a file: here the parser is quadratic
)

// tooDeep scans a text for them before it is parsed.
func tooDeep(text string) bool {
	depth, signs := 0, 0
	for i := range len(text) {
		switch b := text[i]; {
		case b == '{' || b == '[' || b == '(':
			depth++
		case b == '}' || b == ']' || b == ')':
			depth = max(depth-1, 0)
		case b == '!' || b == '-':
			signs++
		case b > ' ':
			signs = 0
		}
		if depth > maxNesting || signs > maxSigns {
			return true
		}
	}
	return strings.Count(text, "?") > maxChoices || strings.Count(text, "%{") > maxTurns
}
