// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions

/// What shells complete beyond what the parser's scripts know.
enum CompletionScript {
  /// The names of families that have a density.
  static let densities = CompletionKind.list(Families.continuous.map(\.name))

  /// The names of all families.
  static let families = CompletionKind.list(Families.all.map(\.name))

  /// A script in which options without a subcommand are those of `check`, as they are for the command; any other text as
  /// it is.
  static func withDefaultSubcommand(_ text: String) -> String {
    for (start, before, addition) in additions where text.hasPrefix(start) {
      return text.replacing(before, with: before + addition, maxReplacements: 1)
    }
    return text
  }

  /// How a shell's script starts, the line of it where the subcommand is looked at, and what follows there.
  private static let additions = [
    (
      start: "#!/bin/bash",
      before: "    *)\n        # Offer subcommand completions\n",
      addition: """
              if [[ "${COMP_WORDS[1]}" = -* ]]; then
                  # Without a subcommand it is check.
                  COMPREPLY=()
                  unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")
                  _gapcheck_check
                  return
              fi

      """
    ),
    (
      start: "#compdef gapcheck",
      before: "    local -i ret=1\n",
      addition: """
          if [[ "${words[2]}" == -* ]]; then
              # Without a subcommand it is check.
              _gapcheck_check
              return
          fi

      """
    ),
    (
      start: "function __gapcheck",
      before: "    set -l unparsed_tokens (__gapcheck_tokens -pc)\n",
      addition: """
          # Without a subcommand it is check.
          set -l first $unparsed_tokens[2] (commandline -t)
          if string match -q -- '-*' "$first[1]"
              set unparsed_tokens $unparsed_tokens[1] check $unparsed_tokens[2..]
          end

      """
    ),
  ]
}
