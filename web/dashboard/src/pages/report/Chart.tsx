import { useFormats, useLanguage } from "@acompte/shared/language";
import { useLayoutEffect, useRef, useState } from "react";
import styles from "./report.module.css";
import type { Month } from "./months.ts";
import { scaleTicks } from "./scale.ts";
import { useMonthNames } from "./useMonthNames.ts";

type Props = {
  /** What the picture shows, for those who do not see it. */
  description: string;
  /** The bars of each month, and what is said of it under the pointer. */
  months: readonly { month: Month; values: readonly number[]; text: string }[];
  /** The classes of a month's bars. */
  looks: readonly (string | undefined)[];
};

const height = 208;
const top = 8;
const bottom = 24;
const left = 56;
const right = 8;
const narrowestLabel = 40;

/** Bars by month. It is drawn as wide as there is room, so that texts keep their size. */
export function Chart({ description, months, looks }: Props) {
  const [frame, width] = useWidth();
  const { locale } = useLanguage();
  const { currencyCode } = useFormats();
  const { shortName } = useMonthNames();
  const ticks = scaleTicks(months.flatMap(({ values }) => values));
  const lowest = ticks[0] ?? 0;
  const highest = ticks.at(-1) ?? 1;
  const y = (value: number) => top + ((highest - value) / (highest - lowest)) * (height - top - bottom);
  const column = Math.max(0, width - left - right) / Math.max(1, months.length);
  const bar = Math.min(28, (column * 0.7) / looks.length);
  const between = Math.ceil(narrowestLabel / Math.max(1, column));
  const tickText = new Intl.NumberFormat(locale, {
    notation: "compact",
    maximumFractionDigits: 1,
    ...(currencyCode !== null && { style: "currency", currency: currencyCode, currencyDisplay: "narrowSymbol" }),
  });

  return (
    <div ref={frame} className={styles.frame}>
      {width > 0 && (
        <svg role="img" aria-label={description} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
          {ticks.map((tick) => (
            <g key={tick}>
              <line className={tick === 0 ? styles.zero : styles.line} x1={left} x2={width} y1={y(tick)} y2={y(tick)} />
              <text className={styles.tick} x={left - 8} y={y(tick)} dy="0.32em" textAnchor="end">
                {tickText.format(tick)}
              </text>
            </g>
          ))}
          {months.map(({ month, values, text }, index) => {
            const center = left + column * (index + 0.5);
            return (
              <g key={month}>
                {values.map((value, position) => (
                  <rect
                    key={position}
                    className={looks[position]}
                    x={center + (position - values.length / 2) * bar + 0.5}
                    y={Math.min(y(value), y(0))}
                    width={Math.max(1, bar - 1)}
                    height={Math.abs(y(value) - y(0))}
                  />
                ))}
                {(months.length - 1 - index) % between === 0 && (
                  <text className={styles.tick} x={center} y={height - 6} textAnchor="middle">
                    {shortName(month)}
                  </text>
                )}
                <rect className={styles.pointer} x={center - column / 2} y={0} width={column} height={height}>
                  <title>{text}</title>
                </rect>
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}

/** The width of an element, as it is now. */
function useWidth() {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (element.current === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, width] as const;
}
