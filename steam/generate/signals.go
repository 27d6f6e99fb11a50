package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"

	"godotsteam/signals"
	"godotsteam/steam"
)

// signal is a signal with its text, which is the comment of its struct.
type signal struct {
	*signals.Signal
	text string
}

// readSignals finds each signal's text in the sources.
func readSignals(folder string) ([]signal, error) {
	sources, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	texts := make(map[string]string)
	for _, source := range sources {
		file, err := parser.ParseFile(token.NewFileSet(), source, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		for _, d := range file.Decls {
			if d, ok := d.(*ast.GenDecl); ok && d.Tok == token.TYPE && d.Doc != nil {
				texts[d.Specs[0].(*ast.TypeSpec).Name.Name] = d.Doc.Text()
			}
		}
	}
	var all []signal
	for _, s := range signals.All() {
		text := spoken(s.Event.Name(), texts[s.Event.Name()])
		if text == "" {
			return nil, fmt.Errorf("the signal %s has no comment on its struct %s that begins with its "+
				"name", s.Name, s.Event.Name())
		}
		all = append(all, signal{s, steam.Paragraphs(text) + source(s.Event.Field(0).Tag)})
	}
	return all, nil
}

// spoken makes a text of a comment that says what a type is: "LobbyKicked is
// emitted when …" becomes "Emitted when …".
func spoken(name, comment string) string {
	text, ok := strings.CutPrefix(comment, name+" ")
	if !ok {
		return ""
	}
	text = strings.TrimPrefix(text, "is ")
	return strings.ToUpper(text[:1]) + text[1:]
}

// headers are the headers of Valve's callbacks, by how their numbers begin.
var headers = map[string]string{
	"1": "isteamuser.h", "3": "isteamfriends.h", "5": "isteammatchmaking.h", "7": "isteamutils.h",
	"11": "isteamuserstats.h", "12": "isteamnetworking.h", "122": "isteamnetworkingsockets.h",
	"125": "isteamnetworkingmessages.h", "128": "isteamnetworkingutils.h",
}

// source says where a signal's behaviour comes from.
func source(tag reflect.StructTag) string {
	number, name, ok := strings.Cut(tag.Get("callback")+tag.Get("result"), " ")
	if !ok {
		return ""
	}
	header, ok := headers[number[:len(number)-1]]
	if !ok {
		header = headers[number[:len(number)-2]]
	}
	return "\nSource: " + header + ", " + name + "."
}
