package steamtest

import (
	"bytes"
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// ExportsELF returns the names that a Linux library exports.
func ExportsELF(data []byte) (map[string]bool, error) {
	f, err := elf.NewFile(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	symbols, err := f.DynamicSymbols()
	names := make(map[string]bool)
	for _, s := range symbols {
		if s.Section != elf.SHN_UNDEF && elf.ST_BIND(s.Info) != elf.STB_LOCAL {
			names[s.Name] = true
		}
	}
	return names, err
}

// ExportsMachO returns the names that every architecture of a macOS library
// exports, without the underscore that C's names have there.
func ExportsMachO(data []byte) (map[string]bool, error) {
	var files []*macho.File
	fat, err := macho.NewFatFile(bytes.NewReader(data))
	switch {
	case err == nil:
		for _, arch := range fat.Arches {
			files = append(files, arch.File)
		}
	case errors.Is(err, macho.ErrNotFat):
		f, err := macho.NewFile(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	default:
		return nil, err
	}
	count := make(map[string]int)
	for _, f := range files {
		if f.Symtab == nil {
			return nil, fmt.Errorf("no symbol table for %v", f.Cpu)
		}
		for _, s := range f.Symtab.Syms {
			const external, inSection = 0x01, 0x0e // N_EXT, and N_TYPE being N_SECT
			if s.Type&external != 0 && s.Type&inSection == inSection {
				count[strings.TrimPrefix(s.Name, "_")]++
			}
		}
	}
	names := make(map[string]bool)
	for name, n := range count {
		if n == len(files) {
			names[name] = true
		}
	}
	return names, nil
}

// ExportsPE returns the names that a Windows library exports. debug/pe knows
// imports only, so the export directory is read here.
func ExportsPE(data []byte) (map[string]bool, error) {
	f, err := pe.NewFile(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	header, ok := f.OptionalHeader.(*pe.OptionalHeader64)
	if !ok {
		return nil, errors.New("not a library of 64 bits")
	}
	image := func(address uint32) ([]byte, error) {
		for _, s := range f.Sections {
			if address >= s.VirtualAddress && address < s.VirtualAddress+s.Size {
				bytes, err := s.Data()
				if err != nil {
					return nil, err
				}
				return bytes[address-s.VirtualAddress:], nil
			}
		}
		return nil, fmt.Errorf("address %#x is in no section", address)
	}
	directory, err := image(header.DataDirectory[pe.IMAGE_DIRECTORY_ENTRY_EXPORT].VirtualAddress)
	if err != nil || len(directory) < 40 {
		return nil, fmt.Errorf("no export directory: %w", err)
	}
	count := binary.LittleEndian.Uint32(directory[24:])             // NumberOfNames
	table, err := image(binary.LittleEndian.Uint32(directory[32:])) // AddressOfNames
	if err != nil || uint64(len(table)) < 4*uint64(count) {
		return nil, fmt.Errorf("no table of %d names: %w", count, err)
	}
	names := make(map[string]bool)
	for i := range count {
		text, err := image(binary.LittleEndian.Uint32(table[4*i:]))
		if err != nil {
			return nil, err
		}
		name, _, _ := bytes.Cut(text, []byte{0})
		names[string(name)] = true
	}
	return names, nil
}
