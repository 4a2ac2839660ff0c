// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation

/// The columns of the file that a command line names, for shells to complete.
enum ColumnCompletion {
  /// Those of --data.
  static let ofData = CompletionKind.custom { words, _, _ in
    columns(of: value(of: "--data", in: words))
  }

  /// Those of the file that `plot sweep` draws.
  static let ofSweep = CompletionKind.custom { words, _, _ in
    columns(of: words.drop { $0 != "sweep" }.dropFirst().first { !$0.hasPrefix("-") })
  }

  /// What stands behind an option, or behind its `=`.
  private static func value(of option: String, in words: [String]) -> String? {
    for (word, next) in zip(words, words.dropFirst() + [""]) {
      // Shells may make a word of the = alone.
      if word == option {
        return next == "=" ? words.drop { $0 != option }.dropFirst(2).first : next
      }
      if word.hasPrefix("\(option)=") { return String(word.dropFirst(option.count + 1)) }
    }
    return nil
  }

  /// The names in the header of a file; none where it cannot be read, and of a pipe, which can be read only once.
  private static func columns(of word: String?) -> [String] {
    guard let word else { return [] }
    // As it was typed.
    let typed = word.replacingOccurrences(of: "\\", with: "")
      .trimmingCharacters(in: CharacterSet(charactersIn: "'\""))
    let path = (typed as NSString).expandingTildeInPath
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return [] }
    return (try? DataFile(path).names) ?? []
  }
}
