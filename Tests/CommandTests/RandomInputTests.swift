// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// Random input to every subcommand, by `Scripts/random-inputs`.
struct RandomInputTests {
  @Test func nothingEndsByASignalOrHangs() async throws {
    let run = try await CommandRun(
      shell:
        #"command -v python3 > /dev/null || exit 0; python3 Scripts/random-inputs --count 200 --seed 2 --limit 60 "$GAPCHECK""#,
      in: PackageRoot.url)
    #expect(run.status == 0, "\(run.output)\(run.errors)")
  }
}
