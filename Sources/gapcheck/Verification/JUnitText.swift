// SPDX-License-Identifier: GPL-3.0-or-later

/// Verdicts as JUnit's XML, which servers of continuous integration show.
enum JUnitText {
  static func text(_ verdicts: [ClaimVerdict]) -> String {
    let failures = verdicts.count { $0.answer == .differs }
    let errors = verdicts.count { $0.answer == .cannotTell }
    let cases = verdicts.map { verdict in
      let name = HTMLText.escaped("\(verdict.number): \(verdict.name)")
      let start =
        #"  <testcase classname="gapcheck.\#(HTMLText.escaped(verdict.quantity ?? "claim"))" name="\#(name)""#
      guard verdict.answer != .agrees else { return start + "/>" }
      let kind = verdict.answer == .differs ? "failure" : "error"
      let message = HTMLText.escaped(
        (verdict.explanations + [verdict.reason ?? ""]).filter { !$0.isEmpty }
          .joined(separator: "; "))
      let text = verdict.text(TextStyle()).joined(separator: "\n")
      return """
        \(start)>
            <\(kind) message="\(message)">\(HTMLText.escaped(text))</\(kind)>
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
}
