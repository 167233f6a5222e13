package code
import ("testing";"time";"strings";"fmt";"tagout/internal/word")
func TestZ(t *testing.T){
	n := 50_000
	for k, src := range []string{
		strings.Repeat("(", n), strings.Repeat("f(", n), strings.Repeat("{", n), strings.Repeat("`${", n), strings.Repeat("f'{", n),
		"os.system(" + strings.Repeat(`"a"+`, n) + `"b")`, "os.system(" + strings.Repeat(`"a" `, n) + `)`,
		strings.Repeat("/[", n), strings.Repeat("x=x+x\n", n/4), "x='a'\n" + strings.Repeat("x=x+x\n", n/4),
		"x=a||b;" + strings.Repeat("x=x+x;", n/8), strings.Repeat("os.system('a');", n/4), strings.Repeat("x ? ", n),
		"eval(" + strings.Repeat(`"eval(`, 100), strings.Repeat("<<A\n", 1000), strings.Repeat("a.", n), strings.Repeat("! ", n),
		strings.Repeat("q{", n), strings.Repeat(`"#{`, n), strings.Repeat("[", n) + strings.Repeat("]", n)}{
		for i := range grammars {
			done:=make(chan bool)
			go func(){ select{case <-done: case <-time.After(3*time.Second): panic(fmt.Sprint("slow ",k,grammars[i].name))}}()
			s:=time.Now()
			Find(grammars[i].name, word.Text{{Kind: word.Lit, Text: src}})
			close(done)
			if d:=time.Since(s); d>100*time.Millisecond {fmt.Println(k,grammars[i].name,d)}
		}
	}
}
