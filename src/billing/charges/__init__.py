"""Provider payments, `charge` for short in code: their life cycle, refunds, disputes and reconciliation."""
