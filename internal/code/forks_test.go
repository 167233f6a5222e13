package code

import "testing"

// TestForks: where a program has parted since a name was bound, the name may have the
// value that it had, and one that was not known is not remembered.
func TestForks(t *testing.T) {
	check(t, "python", [][2]string{
		{"import os\nc = 'a'\nif x:\n    c = 'b'\nos.system(c)", "'a'; 'b'"},
		{"import os\nif x:\n    c = 'a'\nelif y:\n    c = 'b'\nelse:\n    c = 'c'\nos.system(c)", "'a'; 'b'; 'c'"},
		{"import os\nif True:\n    c = 'a'\nelse: c = 'b'\nos.system(c)", "'a'; 'b'"},
		{"import os\ntry:\n    c = 'a'\nexcept E:\n    c = 'b'\nos.system('x ' + c)", "'x a'; 'x b'"},
		{"import os\nc = 'a'\nc = 'b'\nos.system(c)", "'b'"},
		{"import os\nc: str = 'a'\nos.system(c)", "'a'"},
		{"import os\nc = f()\nif not c:\n    c = 'b'\nos.system(c)", "'b'"},
		{"import subprocess\nfor d in ['a', 'b']:\n    subprocess.run(['rm', d])", "rm a; rm b"},
		{"import subprocess\nc = ['a', 'b']\nif x: c = ['d']\nsubprocess.run(c)", "a b; d"},
	})
	check(t, "javascript", [][2]string{
		{`let c = "a"; if (x > 5) { c = "b" } require("child_process").execSync(c)`, "'a'; 'b'"},
		{`const c = x > 5 ? "a" : "b"; require("child_process").execSync(c)`, "'a'; 'b'"},
		{`let c = "a"; c = "b"; require("child_process").execSync(c)`, "'b'"},
	})
	check(t, "ruby", [][2]string{
		{"c = 'a'\nc = 'b' if x\nsystem(c)", "'a'; 'b'"},
		{"c = 'a'\nc = 'b'\nputs 'x' if y\nsystem(c)", "'b'"},
	})
	check(t, "perl", [][2]string{{`my $c = "a"; if ($x) { $c = "b"; } system($c);`, "'a'; 'b'"}})
	check(t, "php", [][2]string{{`<?php $c = "a"; if ($x) { $c = "b"; } system($c);`, "'a'; 'b'"}})
	check(t, "powershell", [][2]string{
		{`$c = "/a"; if ($x) { $c = "/b" }; ri $c`, "remove-item /a /b"},
		{`$c = "/a"; $c = "/b"; ri $c`, "remove-item /b"},
	})
}
