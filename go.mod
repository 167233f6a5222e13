module tagout

go 1.26.8
