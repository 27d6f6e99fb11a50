package gd

/*
#include "gd.h"
*/
import "C"

import (
	"fmt"
	"sync/atomic"
	"unsafe"
)

// Method is a method of a class: its GDScript name and signature, and a Go
// function.
type Method struct {
	Name       string
	Params     []Param
	Result     Type   // Nil for none; [Variant] for any
	ResultEnum string // an int's enum, as in Param; or an object's class
	Vararg     bool   // takes what it is given, up to 8 arguments, and returns any type, or Result
	Call       func(*Call)

	cells  []atomic.Int64
	chosen int // the argument that chooses the cell
}

// Param is a parameter of a method.
type Param struct {
	Name string
	Type Type
	// Enum is an int's enum, by the name that it has in its class: "P2PSend", not
	// "Steam.P2PSend". Under that name GDScript refuses an enum of the game's own
	// with the same values, which GodotSteam takes. For an object it is its class.
	Enum string
	// Default is a value of the type, nil for none. Every parameter after one that
	// has a default needs one too.
	Default any
}

// PublishedIn has the method answer from memory without entering Go, while
// the cell holds anything but [AskGo]: cells[0], or for a method that takes an
// int, cells[argument]. The cells must come from [NewCells].
func (m Method) PublishedIn(cells []atomic.Int64) Method {
	m.cells = cells
	return m
}

// EmptyWhileZero has a method that returns a Dictionary answer {} without
// entering Go, while cells[argument] is 0. The cells must come from [NewCells].
func (m Method) EmptyWhileZero(cells []atomic.Int64, argument int) Method {
	m.cells, m.chosen = cells, argument
	return m
}

// NewCells returns n cells that C can read at any time. They are never freed:
// they live as long as the class.
func NewCells(n int) []atomic.Int64 {
	cells := unsafe.Slice((*atomic.Int64)(unsafe.Pointer(C.gd_new_cells(C.int64_t(n)))), n)
	for i := range cells {
		cells[i].Store(AskGo)
	}
	return cells
}

// check stops a programmer who has written down what can't be.
func (m Method) check() error {
	if m.Call == nil {
		return fmt.Errorf("%s has no function", m.Name)
	}
	if err := m.checkPublished(); err != nil {
		return err
	}
	optional := false
	for _, p := range m.Params {
		switch {
		case p.Default == nil && optional:
			return fmt.Errorf("%s: %s needs a default, because one before it has one", m.Name, p.Name)
		case p.Default != nil && p.Type != Variant && TypeOf(p.Default) != p.Type:
			return fmt.Errorf("%s: the default of %s is %v, which is of another type", m.Name, p.Name, p.Default)
		}
		optional = optional || p.Default != nil
	}
	return nil
}

// checkPublished stops one who publishes what C can't answer with.
func (m Method) checkPublished() error {
	if m.cells == nil {
		return nil
	}
	isInt := func(i int) bool { return i < len(m.Params) && m.Params[i].Type == Int }
	switch {
	case m.Vararg:
	case m.Result == DictionaryType && isInt(0) && isInt(m.chosen):
		return nil
	case (m.Result == Bool || m.Result == Int) && m.chosen == 0 && (len(m.Params) == 0 || isInt(0)):
		return nil
	}
	return fmt.Errorf("%s is published, which is for a bool or an int that is chosen by nothing or by a first "+
		"int, and for "+
		"a Dictionary that is chosen by an int behind a first int", m.Name)
}
