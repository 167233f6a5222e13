//go:build linux

package oracle

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"tagout/internal/shell"
)

// Shell is a real shell.
type Shell struct {
	Name    string
	Dialect shell.Dialect
	args    []string
	// setup is run before the programs and after the stubs, reset before each.
	setup, reset string
	// lax: run without the user namespace that keeps programs from writing
	// outside of their directory, where the kernel grants none.
	lax bool
	// group is how many programs share a subshell. One that leaves a trap needs
	// its own.
	group int
	// patience bounds one batch, 0 for what its size allows. Programs that are
	// being shrunk may run forever.
	patience time.Duration
}

// Shells are those that the interpreter is proved against. bash and dash run
// as they do under "sh -c", zsh without its start-up files.
func Shells() []*Shell {
	return []*Shell{
		{Name: "bash", Dialect: shell.Bash, args: []string{"--norc", "--noprofile"}, setup: "export -f " + strings.Join(stubs(), " "), reset: "shopt -u expand_aliases; dirs -c"},
		{Name: "dash", Dialect: shell.POSIX},
		{Name: "zsh", Dialect: shell.Zsh, args: []string{"-f"}, reset: "dirs -c"},
	}
}

// Available reports whether the shell is installed.
func (s *Shell) Available() bool {
	_, err := exec.LookPath(s.Name)
	return err == nil
}

// stubs are the programs that do nothing but leave a record: p and pq succeed,
// no fails, out prints its arguments, one on a line.
func stubs() []string { return []string{"p", "pq", "no", "out"} }

// end begins the last field of a record in the log, which says whose it is: a
// process that was left behind may write when the next program runs.
const end = "\x01"

// killed is the only field of a record of a program that was ended by a signal,
// as one that runs into a limit is.
const killed = "\x02"

// stubBody writes a record of words, directory, whether standard input is a
// terminal, and how many arguments there are, in one write, so that processes
// beside each other do not mix.
func stubBody(name string) string {
	record := func(tty string) string {
		return fmt.Sprintf(`printf '%%s\0' %s "$@" "$PWD" %s $# "$ORACLE_END" >&9`, name, tty)
	}
	body := fmt.Sprintf("if [ -t 0 ]; then %s; else %s; fi; ", record("tty"), record("fed"))
	switch name {
	case "no":
		return body + "return 1;"
	case "out":
		return body + `printf '%s\n' "$@";`
	}
	return body + "return 0;"
}

// driver runs every program of a directory. Processes are what costs most, so
// several programs share a subshell, each beginning as if nothing had been; one
// that ends its subshell is followed by another subshell. And a function is far
// cheaper than a program that is forked and executed: the same stubs stand on
// PATH only for what passes by functions (exec, env, xargs).
func (s *Shell) driver() string {
	var b strings.Builder
	b.WriteString("exec 9>>\"$ORACLE/log\"\n")
	for _, name := range stubs() {
		fmt.Fprintf(&b, "%s() { %s }\n", name, stubBody(name))
	}
	b.WriteString(s.setup + `
oracle_i=0
while [ $oracle_i -lt $ORACLE_N ]; do
	oracle_end=$((oracle_i + ` + strconv.Itoa(max(s.group, 1)) + `))
	(
		ulimit -t 3
		while [ $oracle_i -lt $oracle_end ] && [ $oracle_i -lt $ORACLE_N ]; do
			printf '%s\n' $((oracle_i + 1)) >"$ORACLE/next"
			ORACLE_END="$ORACLE_MARK$oracle_i"
			unset ` + strings.Join(variables(), " ") + `
			USER=` + environ()["USER"] + `
			unset -f ` + strings.Join(functions(), " ") + `
			unalias -a
			` + s.reset + `
			OPTIND=1
			set --
			cd "$ORACLE/run/$oracle_i` + deep + `" || exit
			. "$ORACLE/prog/$oracle_i"
			oracle_i=$((oracle_i + 1))
		done
	) >/dev/null 2>&1
	oracle_st=$?
	read -r oracle_i <"$ORACLE/next"
	[ $oracle_st -gt 128 ] && printf '` + killed + `\0%s\0' "$ORACLE_MARK$((oracle_i - 1))" >&9
done
wait
`)
	return b.String()
}

// variables are all that programs assign. None may be made read-only.
func variables() []string {
	names := strings.Fields("a b c d e i j k l o q v x y z A R Q up nr IFS OLDPWD OPTARG")
	for i := range counters {
		names = append(names, fmt.Sprintf("n%d", i+1))
	}
	return names
}

// functions are all that programs define.
func functions() []string {
	names := []string{"f", "g"}
	for i := range counters {
		names = append(names, fmt.Sprintf("f%d", i+1))
	}
	return names
}

// borrowed are the real programs that programs may use.
func borrowed() []string {
	return []string{"bash", "sh", "dash", "zsh", "env", "nice", "nohup", "timeout", "setsid", "stdbuf", "xargs", "find",
		"cat", "tr", "cut", "sed", "basename", "dirname", "rev", "head", "tail", "base64", "tee", "cp", "mv", "chmod", "flock", "true"}
}

// Execution is a call that a shell really made.
type Execution struct {
	Argv []string
	Dir  string
	TTY  bool
	// whole: the record holds as many words as it says. One cut short, or with
	// a NUL in a word, is not believed.
	whole bool
}

func (e *Execution) complete() bool { return e.whole }

// String shows the words and the directory.
func (e Execution) String() string {
	from := "fed"
	if e.TTY {
		from = "tty"
	}
	return fmt.Sprintf("%q in %s (%s)", e.Argv, e.Dir, from)
}

// cases runs each text in a directory of its own that holds only an empty
// directory named sub, with stubs and a few harmless programs on its PATH, a
// terminal as its input, no network, and nowhere else to write.
func (s *Shell) cases(texts []string) ([]*Case, error) {
	dir, err := os.MkdirTemp(memory(), "oracle")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	cases, err := prepare(dir, texts)
	if err != nil {
		return nil, err
	}
	if err := s.run(dir, len(texts)); err != nil {
		return nil, err
	}
	log, err := os.ReadFile(filepath.Join(dir, "log"))
	if err != nil {
		return nil, err
	}
	readLog(string(log), cases)
	return cases, nil
}

// memory is a directory in memory, "" where there is none: a disk is slower
// than the shells.
func memory() string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		return "/dev/shm"
	}
	return ""
}

// deep is where a program runs below a directory of its own, so that one that
// goes up does not come to where it may not write, or to another's files.
const deep = "/d/d/d/d/d/d/d/d/d/d/d/d"

// prepare writes the programs, their directories and the PATH.
func prepare(dir string, texts []string) ([]*Case, error) {
	var errs []error
	mkdir := func(names ...string) string {
		path := filepath.Join(append([]string{dir}, names...)...)
		errs = append(errs, os.MkdirAll(path, 0o777), os.Chmod(path, 0o777))
		return path
	}
	write := func(path, text string, mode os.FileMode) {
		errs = append(errs, os.WriteFile(path, []byte(text), mode), os.Chmod(path, mode))
	}
	mkdir()
	bin, prog := mkdir("bin"), mkdir("prog")
	for _, name := range stubs() {
		write(filepath.Join(bin, name), "#!/bin/sh\nf() { "+stubBody(name)+" }\nf \"$@\"\n", 0o755)
	}
	for _, name := range borrowed() {
		if path, err := exec.LookPath(name); err == nil {
			errs = append(errs, os.Symlink(path, filepath.Join(bin, name)))
		}
	}
	write(filepath.Join(dir, "log"), "", 0o666)
	cases := make([]*Case, len(texts))
	mkdir("run")
	for i, text := range texts {
		n := strconv.Itoa(i)
		at := mkdir("run", n)
		for _, name := range strings.Split(deep[1:], "/") {
			at = mkdir(at[len(dir):], name)
		}
		cases[i] = &Case{Text: text, Dir: at}
		mkdir(at[len(dir):], "sub")
		write(filepath.Join(prog, n), text, 0o644)
	}
	return cases, errors.Join(errs...)
}

// perProgram bounds a program's time; one that runs into it hangs.
const perProgram = 200 * time.Millisecond

// run lets the shell run n programs.
func (s *Shell) run(dir string, n int) error {
	tty, master, err := terminal()
	if err != nil {
		return err
	}
	defer master.Close()
	defer tty.Close()
	patience := s.patience
	if patience == 0 {
		patience = 20*time.Second + time.Duration(n)*perProgram
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, s.Name, append(s.args, "-c", s.driver())...)
	cmd.Dir, cmd.Stdin = dir, tty
	cmd.Env = []string{"PATH=" + dir + "/bin", "ORACLE=" + dir, "ORACLE_N=" + strconv.Itoa(n), "ORACLE_MARK=" + end, "ORACLE_END="}
	for name, value := range environ() {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if !s.lax {
		confine(cmd.SysProcAttr)
	}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 5 * time.Second
	err = cmd.Start()
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOSPC) {
		s.lax = true
		return s.run(dir, n)
	}
	if err == nil {
		err = cmd.Wait()
	}
	if err != nil {
		return fmt.Errorf("%s: %w: %s", s.Name, err, said.String())
	}
	return nil
}

// nobody is a user who owns nothing.
const nobody = 65534

// confine keeps programs from the network, and from files outside of their
// directory: root becomes nobody, whose files those of root are not. Within a
// namespace of its own, it would still be their owner.
func confine(a *syscall.SysProcAttr) {
	a.Cloneflags = syscall.CLONE_NEWNET
	if os.Geteuid() != 0 {
		a.Cloneflags |= syscall.CLONE_NEWUSER
		return
	}
	a.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
}

// readLog files every record with the program that made it.
func readLog(log string, cases []*Case) {
	var fields []string
	for _, f := range strings.Split(log, "\x00") {
		whose, ends := strings.CutPrefix(f, end)
		if !ends {
			fields = append(fields, f)
			continue
		}
		at, err := strconv.Atoi(whose)
		if err != nil || at >= len(cases) {
			fields = nil
			continue
		}
		c := cases[at]
		c.Killed = c.Killed || len(fields) == 1 && fields[0] == killed
		e := Execution{}
		if n := len(fields) - 3; n > 0 {
			e.Argv, e.Dir, e.TTY = fields[:n], fields[n], fields[n+1] == "tty"
			e.whole = fields[n+2] == strconv.Itoa(n-1)
		}
		c.Ran = append(c.Ran, e)
		fields = nil
	}
}
