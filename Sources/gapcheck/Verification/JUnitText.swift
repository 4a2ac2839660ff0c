// SPDX-License-Identifier: GPL-3.0-or-later

/// Verdicts as JUnit's XML, which servers of continuous integration show.
enum JUnitText {
  static func text(_ verdicts: [ClaimVerdict]) -> String {
    let failures = verdicts.count { $0.answer == .differs }
    let errors = verdicts.count { $0.answer == .cannotTell }
    let cases = verdicts.map { verdict in
      let name = text("\(verdict.number): \(verdict.name)")
      let start =
        #"  <testcase classname="gapcheck.\#(text(verdict.quantity ?? "claim"))" name="\#(name)""#
      guard verdict.answer != .agrees else { return start + "/>" }
      let kind = verdict.answer == .differs ? "failure" : "error"
      let message = text(message(of: verdict))
      let details = verdict.text(TextStyle()).joined(separator: "\n")
      return """
        \(start)>
            <\(kind) message="\(message)">\(HTMLText.escaped(details))</\(kind)>
          </testcase>
        """
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuite name="gapcheck verify" tests="\(verdicts.count)" failures="\(failures)" errors="\(errors)">
      \(cases.joined(separator: "\n"))
      </testsuite>
      """
  }

  private static func text(_ text: String) -> String {
    HTMLText.escaped(MessageText.shown(text))
  }

  /// What the value would be right for, or why nothing can be told; else both numbers.
  private static func message(of verdict: ClaimVerdict) -> String {
    let reasons = verdict.explanations + (verdict.reason.map { [$0] } ?? [])
    guard reasons.isEmpty else { return reasons.joined(separator: "; ") }
    return
      "\(verdict.value.map { "\($0)" } ?? "no value") differs from "
      + "\(verdict.truth.map { TextStyle().estimate($0) } ?? "the truth"), and no known mistake fits"
  }
}
