package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAPanicWhileLoadingIsContained(t *testing.T) {
	require.NotPanics(t, func() { require.False(t, contained(func() bool { panic("a bug") })) })
	require.True(t, contained(func() bool { return true }))
	require.False(t, contained(func() bool { return false }))
}
