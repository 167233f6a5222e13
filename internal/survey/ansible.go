package survey

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

// ansible is a playbook or a list of tasks (docs.ansible.com, "ansible.builtin").
// A task runs on the hosts of its play; those of a role are not known.
func ansible(f *file) {
	for _, doc := range f.yaml() {
		for _, one := range doc.items() {
			f.play(one)
		}
	}
}

// play is a play, or a task of a file of tasks.
func (f *file) play(d *document) {
	on := "ssh:hosts"
	if hosts := d.get("hosts").all(); hosts != "" {
		on = "ssh:" + strings.Trim(hosts, ",")
		if on == "ssh:localhost" || on == "ssh:127.0.0.1" || d.get("connection").str() == "local" {
			on = ""
		}
	}
	d.walk("", func(_ string, task *document) { f.task(task, on) })
}

// task is what a task runs; blocks and lists of tasks are walked by themselves.
func (f *file) task(task *document, on string) {
	if to := task.get("delegate_to").str(); to == "localhost" || to == "127.0.0.1" || task.get("connection").str() == "local" {
		on = ""
	}
	task.each(func(key string, value *document) {
		name := key[strings.LastIndexByte(key, '.')+1:]
		if prefix := strings.TrimSuffix(key, name); prefix != "" && prefix != "ansible.builtin." && prefix != "ansible.legacy." {
			return
		}
		if name != "shell" && name != "command" && name != "raw" {
			return
		}
		s := step{shell: "sh", on: on}
		if shell := either(value.get("executable"), task.get("args", "executable")).str(); shell != "" {
			s.shell = shell
		}
		f.module(value, name, s)
	})
}

// module is what a module that runs a command is given: a text, or its parts.
func (f *file) module(value *document, name string, s step) {
	brackets := [][2]string{{"{{", "}}"}, {"{%", "%}"}, {"{#", "#}"}}
	var i item
	switch {
	case value.Kind == yaml.ScalarNode:
		i = value.item()
		i.templated(brackets...)
		i = i.withoutArguments()
	case value.get("argv") != nil:
		for _, w := range value.get("argv").items() {
			word := w.item()
			word.templated(brackets...)
			i = appended(i, word)
		}
	default:
		i = either(value.get("cmd"), value.get("_raw_params")).item()
		i.templated(brackets...)
	}
	f.keep(i, s)
}

func appended(list, word item) item {
	if list.text == "" {
		return word
	}
	var b builder
	b.add(list)
	b.made(" ", word.at[0])
	b.add(word)
	return b.item()
}

// withoutArguments blanks the arguments of the module itself among a command's
// words ("chdir=/tmp rm x").
func (i item) withoutArguments() item {
	text := []byte(i.text)
	for _, name := range [...]string{"chdir=", "creates=", "removes=", "executable=", "warn="} {
		at := strings.Index(i.text, name)
		if at < 0 || at > 0 && !blank(i.text[at-1]) {
			continue
		}
		for ; at < len(text) && !blank(text[at]) && !i.within(at); at++ {
			text[at] = ' '
		}
	}
	i.text = string(text)
	return i
}
