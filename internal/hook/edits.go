package hook

import (
	"path/filepath"
	"slices"

	"tagout/internal/settings"
	"tagout/internal/source"
	"tagout/internal/tree"
	"tagout/internal/word"
)

// patched returns the files that a patch in the form of apply_patch changes, and
// what becomes of each; nil where that is not told, or one of another name may be
// the same file.
func patched(text string) (files []string, edits [][]settings.Edit) {
	changes, _ := source.Changes(source.ApplyPatch, word.Text{{Kind: word.Lit, Text: text}}, false)
	var bases []string
	for i := range changes {
		c := &changes[i]
		var edit []settings.Edit
		switch base := filepath.Base(c.To); {
		case slices.Contains(bases, base):
		case c.From == "" && c.To != "":
			if made, ok := c.Apply(""); ok {
				edit = []settings.Edit{{Whole: true, New: made}}
			}
		case c.From == c.To:
			edit = []settings.Edit{{Patch: c.Apply}}
		}
		for _, name := range slices.Compact([]string{c.From, c.To}) {
			if name != "" {
				files, edits, bases = append(files, name), append(edits, edit), append(bases, filepath.Base(name))
			}
		}
	}
	return files, edits
}

// contents are the names that harnesses give to the whole text of a file.
func contents() []string {
	return []string{"content", "contents", "file_text", "file_content", "fileText", "CodeContent"}
}

// parts are those that they give to a part that is replaced, and to what takes its
// place.
func parts() [][2]string {
	return [][2]string{{"old_string", "new_string"}, {"old_str", "new_str"}, {"oldString", "newString"}, {"old_str_1", "new_str_1"}, {"TargetContent", "ReplacementContent"}}
}

// written reads what a file tool would make of its file by the names that
// harnesses give to a content and to a part that is replaced; nil where there is
// none. It serves to tell of a script, and nothing is let through by it.
func written(input *tree.Node) []settings.Edit {
	if edits := whole(input, contents()); edits != nil {
		return edits
	}
	for _, names := range parts() {
		if edit, ok := replaced(input, names); ok {
			return []settings.Edit{edit}
		}
	}
	return nil
}

func whole(input *tree.Node, names []string) []settings.Edit {
	for _, name := range names {
		if text, is := input.Get(name).Str(); is {
			return []settings.Edit{{Whole: true, New: text}}
		}
	}
	return nil
}

func replaced(input *tree.Node, names [2]string) (e settings.Edit, ok bool) {
	from, is := input.Get(names[0]).Str()
	to, too := input.Get(names[1]).Str()
	for _, name := range []string{"replace_all", "replaceAll", "allow_multiple", "AllowMultiple"} {
		if all := input.Get(name); all != nil && all.Kind == tree.True {
			e.All = true
		}
	}
	e.Old, e.New = from, to
	return e, is && too
}

// exactly is written for an input that says nothing else, so that no tool can make
// anything but that of it; nil for every other. paths are the names for the file's
// path. A tool of which all this is wrong takes the input for a mistake.
func exactly(input *tree.Node, paths []string) []settings.Edit {
	if input == nil || input.Kind != tree.Object || len(present(input, paths)) != 1 {
		return nil
	}
	texts, olds := present(input, contents()), pairs(input)
	list := lists(input)
	known := slices.Concat(paths, texts)
	for _, names := range olds {
		known = append(known, names[:]...)
	}
	if list != "" {
		known = append(known, list)
	}
	for _, m := range input.Members {
		if !slices.Contains(known, m.Name) && !besides(m) {
			return nil
		}
	}
	switch {
	case len(texts)+len(olds) > 1, list != "" && len(texts)+len(olds) > 0:
		return nil
	case len(texts) == 1:
		return whole(input, texts)
	case len(olds) == 1:
		if edit, ok := replaced(input, olds[0]); ok {
			return []settings.Edit{edit}
		}
		return nil
	}
	return eachReplaced(input.Get(list))
}

// present are the names that an input has.
func present(input *tree.Node, names []string) (out []string) {
	for _, name := range names {
		if input.Get(name) != nil {
			out = append(out, name)
		}
	}
	return out
}

func pairs(input *tree.Node) (out [][2]string) {
	for _, names := range parts() {
		if input.Get(names[0]) != nil || input.Get(names[1]) != nil {
			out = append(out, names)
		}
	}
	return out
}

// lists is the name of a list of replacements, "" where there is none.
func lists(input *tree.Node) string {
	for _, name := range []string{"edits", "ReplacementChunks"} {
		if list := input.Get(name); list != nil && list.Kind == tree.Array {
			return name
		}
	}
	return ""
}

// eachReplaced are the replacements of a list, one after another.
func eachReplaced(list *tree.Node) (out []settings.Edit) {
	if list == nil || len(list.Items) > maxEdits {
		return nil
	}
	for _, item := range list.Items {
		olds := pairs(item)
		if len(olds) != 1 {
			return nil
		}
		for _, m := range item.Members {
			if m.Name != olds[0][0] && m.Name != olds[0][1] && !besides(m) {
				return nil
			}
		}
		edit, ok := replaced(item, olds[0])
		if !ok {
			return nil
		}
		out = append(out, edit)
	}
	return out
}

// besides reports whether a member of an input changes nothing of what is made of the
// file, or is read with it: what is said of it in words, whether a part may stand more
// than once, and how far it is looked for.
func besides(m tree.Member) bool {
	switch m.Name {
	case "description", "explanation", "instruction", "instructions", "instructions_reminder", "Description", "Instruction":
		return m.Value.Kind == tree.String
	case "replace_all", "replaceAll", "allow_multiple", "AllowMultiple", "overwrite", "Overwrite", "add_last_line_newline":
		return m.Value.Kind == tree.True || m.Value.Kind == tree.False
	case "EmptyFile", "IsArtifact":
		return m.Value.Kind == tree.False
	case "StartLine", "EndLine", "Complexity", "old_str_start_line_number_1", "old_str_end_line_number_1":
		return m.Value.Kind == tree.Number
	case "expected_replacements":
		return m.Value.Text == "1"
	case "command":
		return m.Value.Text == "create" || m.Value.Text == "str_replace"
	case "mode":
		return m.Value.Text == "overwrite"
	}
	return false
}
