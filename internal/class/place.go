package class

import (
	"path"
	"slices"
	"strings"

	"tagout/internal/tri"
	"tagout/internal/world"
)

// systemDirs belong to the machine: what is at or below them is installed,
// configured or kept there by it (hier(7), and macOS's own).
var systemDirs = []string{
	"/Applications", "/Library", "/System", "/bin", "/boot", "/c/Program Files",
	"/c/Program Files (x86)", "/c/ProgramData", "/c/Windows", "/efi", "/etc", "/lib", "/lib32", "/lib64", "/libx32",
	"/mnt/c/Program Files", "/mnt/c/Windows", "/nix", "/opt", "/private/etc",
	"/private/var", "/proc", "/sbin", "/snap", "/sys", "/usr", "/var",
}

// tempDirs hold what nobody expects to find again.
var tempDirs = []string{
	"/dev/shm", "/private/tmp", "/private/var/folders", "/private/var/tmp",
	"/tmp", "/var/cache", "/var/folders", "/var/lib/apt/lists", "/var/tmp",
}

// homeCaches are directories below a home that tools fill again by themselves.
var homeCaches = []string{
	".bun/install/cache", ".cargo/registry", ".gradle/caches", ".m2/repository",
	".npm/_cacache", ".npm/_npx", ".pnpm-store", ".terraform.d/plugin-cache",
	".yarn/cache", "Library/Caches", "Library/Developer/Xcode/DerivedData",
	"go/pkg/mod",
}

// homeParents are the directories that hold one home each user.
var homeParents = []string{"/Users", "/home"}

// driveHomes are those of Windows, as its POSIX shells and WSL spell them. What lies
// above them is a drive, or on Linux anything.
var driveHomes = []string{"/c/Users", "/mnt/c/Users"}

// respell writes a path with the case in which this package and the machine's
// directories are spelt, where the file system minds none.
func (p *Place) respell(base string) string {
	out := base
	for _, dirs := range [][]string{systemDirs, tempDirs, homeParents, driveHomes, {"/dev", p.ownHome()}, p.workspaceRoots()} {
		for _, dir := range dirs {
			n := min(len(dir), len(base))
			if (len(base) == n || base[n] == '/') && (len(dir) == n || dir[n] == '/') && strings.EqualFold(base[:n], dir[:n]) {
				out = dir[:n] + out[n:]
			}
		}
	}
	return out
}

// drive reports whether a directory is all of a drive, as a POSIX shell on Windows
// spells it.
func (p *Place) drive(dir string) bool {
	return p.Here && p.World.System == world.Windows && len(dir) == 2 && dir[0] == '/'
}

// workspaceRoots returns the workspace and what belongs to it, with symbolic
// links followed; none away from here.
func (p *Place) workspaceRoots() []string {
	if !p.Here {
		return nil
	}
	if p.roots == nil {
		p.roots = []string{}
		for _, dir := range append([]string{p.Workspace}, p.Added...) {
			if path.IsAbs(dir) {
				p.roots = append(p.roots, p.resolve(dir))
			}
		}
	}
	return p.roots
}

// covers says whether a target is the directory, an ancestor of it, or all the
// contents of either.
func covers(t target, dir string) tri.Tri {
	if t.base == "" {
		return adrift(t, true)
	}
	r := relate(t, dir)
	switch {
	case t.base == dir && everything(t.rest):
		return tri.Yes
	case t.base == dir && t.whole(), isUnder(dir, t.base) && r.under == tri.Yes:
		return r.at.Or(tri.Of(r.under == tri.Yes && t.base != dir)).Or(tri.Maybe)
	}
	return r.at.Or(r.over)
}

func (p *Place) root(t target) tri.Tri {
	if p.drive(t.base) {
		return covers(t, t.base)
	}
	return covers(t, "/")
}

func (p *Place) home(t target) tri.Tri {
	if t.base == "" || t.base == "/" && p.root(t) == tri.Yes {
		return adrift(t, true).And(tri.Of(t.base == ""))
	}
	answer := covers(t, "/root")
	if home := p.ownHome(); home != "" {
		answer = answer.Or(covers(t, home))
	}
	for _, dir := range homeParents {
		answer = answer.Or(covers(t, dir)).Or(childHome(t, dir))
	}
	for _, dir := range driveHomes {
		answer = answer.Or(relate(t, dir).at).Or(childHome(t, dir))
	}
	return answer
}

// childHome says whether a target is a home directory in the parent, or all the
// contents of one.
func childHome(t target, parent string) tri.Tri {
	rest := t.rest
	switch {
	case path.Dir(t.base) == parent && path.Base(t.base) != "Shared":
	case t.base == parent && len(rest) > 0:
		rest = rest[1:]
	default:
		return tri.No
	}
	if len(rest) > 0 && !everything(rest) {
		return tri.Of(target{rest: rest}.whole()).And(tri.Maybe)
	}
	return tri.Of(!slices.ContainsFunc(t.rest, roams)).Or(tri.Maybe)
}

// ownHome is the user's home directory, "" where it is unknown or the root.
func (p *Place) ownHome() string {
	if !path.IsAbs(p.Home) || path.Clean(p.Home) == "/" {
		return ""
	}
	if !p.Here {
		return path.Clean(p.Home)
	}
	if p.realHome == "" {
		p.realHome = p.resolve(p.Home)
	}
	return strings.TrimSuffix(p.realHome, "/")
}

func (p *Place) workspace(t target) tri.Tri {
	answer := tri.No
	for _, dir := range p.workspaceRoots() {
		answer = answer.Or(covers(t, dir))
	}
	return answer
}

func (p *Place) inside(t target) tri.Tri {
	answer := tri.No
	for _, dir := range p.workspaceRoots() {
		if t.base == "" {
			return tri.Maybe
		}
		answer = answer.Or(relate(t, dir).under)
	}
	return answer
}

// temp leaves out what belongs to the workspace: one that is itself below /tmp
// is no less somebody's work.
func (p *Place) temp(t target) tri.Tri {
	if t.base == "" {
		return tri.Maybe
	}
	answer := tri.No
	for _, dir := range p.tempDirs() {
		answer = answer.Or(relate(t, dir).under)
	}
	return answer.Or(p.cache(t)).And(p.inside(t).Not()).And(p.workspace(t).Not())
}

// tempDirs are the usual ones and, here, those that the environment names,
// except a home that it makes a cache.
func (p *Place) tempDirs() []string {
	if !p.Here {
		return tempDirs
	}
	if p.temps == nil {
		p.temps = slices.Clone(tempDirs)
		for _, name := range [...]string{"TMPDIR", "XDG_CACHE_HOME"} {
			if dir, ok := p.World.Env(name); ok && path.IsAbs(dir) && !slices.Contains(homeParents, path.Dir(path.Clean(dir))) {
				p.temps = append(p.temps, p.resolve(dir))
			}
		}
	}
	return p.temps
}

func (p *Place) cache(t target) tri.Tri {
	homes := []string{remoteHome, "/root"}
	if home := p.ownHome(); home != "" {
		homes = append(homes, home)
	}
	answer := tri.No
	for _, home := range homes {
		if near(t, home, ".cache") {
			answer = answer.Or(relate(t, home+"/.cache").under)
		}
		for _, dir := range homeCaches {
			if near(t, home, dir) {
				r := relate(t, home+"/"+dir)
				answer = answer.Or(r.at).Or(r.under)
			}
		}
	}
	return answer
}

// near reports whether a target may be at or below what a directory holds under
// the name. It spares most targets the full path's making.
func near(t target, dir, name string) bool {
	if !isUnder(t.base, dir) {
		return len(t.rest) > 0
	}
	rest := t.base[len(dir)+1:]
	return strings.HasPrefix(rest, name) || strings.HasPrefix(name, rest)
}

func (p *Place) system(t target) tri.Tri {
	switch {
	case t.base == "":
		return adrift(t, false)
	case p.inside(t) == tri.Yes, p.temp(t) == tri.Yes, null(t), p.belowHome(t):
		return tri.No
	case len(t.rest) == 0 && slices.Contains(tempDirs, t.base):
		return tri.No
	}
	answer := covers(t, "/dev")
	if t.base == "/" {
		answer = relate(t, "/dev").at
	}
	for _, dir := range systemDirs {
		r := relate(t, dir)
		answer = answer.Or(r.at).Or(r.under)
	}
	return answer
}

// belowHome reports whether a target is in the user's home, which may itself be
// below a system directory (/var/lib/jenkins).
func (p *Place) belowHome(t target) bool {
	home := p.ownHome()
	return home != "" && relate(t, home).under == tri.Yes
}

// outside holds whatever is not in the workspace, the ancestors of it too.
func (p *Place) outside(t target) tri.Tri {
	if null(t) {
		return tri.No
	}
	return p.inside(t).Or(p.isRoot(t)).Or(p.temp(t)).Not()
}

// isRoot says whether a target is the workspace's own directory.
func (p *Place) isRoot(t target) tri.Tri {
	answer := tri.No
	for _, dir := range p.workspaceRoots() {
		if t.base == "" {
			return adrift(t, true)
		}
		if t.base == dir {
			answer = answer.Or(relate(t, dir).at)
		}
	}
	return answer
}

// nullDevices lose or invent what passes through them (null(4), tty(4)).
var nullDevices = []string{
	"full", "null", "ptmx", "random", "stderr", "stdin", "stdout", "tty",
	"urandom", "zero",
}

// null reports whether a target is a device that holds nothing.
func null(t target) bool {
	name, ok := strings.CutPrefix(t.base, "/dev/")
	if !ok {
		return strings.HasPrefix(t.base, "/proc/") && strings.Contains(t.base+"/", "/fd/")
	}
	_, found := slices.BinarySearch(nullDevices, name)
	return found || strings.HasPrefix(name+"/", "fd/") || strings.HasPrefix(name, "pts/")
}

// disks begin the names of devices that hold data, memory among them
// (Linux Documentation/admin-guide/devices.txt, macOS's disk and rdisk, and the
// BSDs' ada(4), da(4), nda(4), nvd(4), mmcsd(4), virtio_blk(4), wd(4) and sd(4)).
var disks = []string{
	"ada", "bcache", "cciss", "da", "disk", "dm-", "drbd", "hd", "kmem", "loop",
	"mapper/", "md", "mem", "mmcblk", "mmcsd", "mtd", "nbd", "nda", "nst", "nvd",
	"nvme", "pmem", "port", "rbd", "rdisk", "rsd", "rwd", "sd", "sr", "vd",
	"vtbd", "wd", "xvd", "zd", "zvol/",
}

// device says whether a target is a disk, a partition or memory.
func device(t target) tri.Tri {
	switch t.base {
	case "":
		return adrift(t, false).And(diskName(t))
	case "/":
		return relate(t, "/dev").under.And(diskName(t))
	}
	if null(t) || t.base != "/dev" && !isUnder(t.base, "/dev") || t.base == "/dev" && len(t.rest) == 0 {
		return tri.No
	}
	name := strings.TrimPrefix(strings.TrimPrefix(t.base, "/dev"), "/")
	if len(t.rest) == 0 || name != "" {
		return tri.Of(slices.ContainsFunc(disks, func(d string) bool { return strings.HasPrefix(name+"/", d) }))
	}
	prefix := t.rest[0].Prefix()
	answer := tri.Of(everything(t.rest))
	for _, d := range disks {
		answer = answer.Or(tri.Of(strings.HasPrefix(prefix, d)))
		answer = answer.Or(tri.Of(strings.HasPrefix(d, prefix)).And(tri.Maybe))
	}
	return answer
}

// diskName says whether the last element of a path that is not all known may
// be a disk's.
func diskName(t target) tri.Tri {
	if len(t.rest) == 0 {
		return tri.Yes
	}
	name, known := t.rest[len(t.rest)-1].Known()
	return tri.Of(!known || slices.ContainsFunc(disks, func(d string) bool { return strings.HasPrefix(name, strings.TrimSuffix(d, "/")) }))
}
