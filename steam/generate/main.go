// Generate makes what is made of the rows, signals and enums of the Steam class:
//
//	go generate ./steam
//
// A test compares the files with what it would write.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"godotsteam/steam"
)

// files are what is made, by their paths in the repository.
func files(root string) (map[string]string, error) {
	class := steam.Describe()
	signals, err := readSignals(filepath.Join(root, "signals"))
	if err != nil {
		return nil, err
	}
	const standIn = "platform/steamworks/fakesteam"
	ruled, err := byHand(filepath.Join(root, standIn))
	if err != nil {
		return nil, err
	}
	return map[string]string{
		"doc_classes/Steam.xml":              reference(class, signals),
		"docs/functions.md":                  functions(class, signals),
		"tests/project/platforms.txt":        marks(class),
		"tests/project/surface.txt":          surface(class, signals),
		"tests/project/cases/rows/rows.json": rowTests(class, ruled),
		standIn + "/" + passThroughFile:      passThrough(class, ruled),
	}, nil
}

func main() {
	root := "."
	if _, err := os.Stat("go.mod"); err != nil { // go generate starts in the package's folder
		root = ".."
	}
	if err := write(root); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func write(root string) error {
	made, err := files(root)
	if err != nil {
		return err
	}
	for path, text := range made {
		if err := os.WriteFile(filepath.Join(root, path), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
