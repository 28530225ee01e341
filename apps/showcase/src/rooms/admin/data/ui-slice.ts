import { createSlice, type PayloadAction } from '@reduxjs/toolkit';

export const SECTIONS = ['posts', 'users', 'notices'] as const;
export type Section = (typeof SECTIONS)[number];

export const PANELS = ['queue', 'history', 'server', 'usage'] as const;
export type Panel = (typeof PANELS)[number];

export interface UiState {
  /** Where the moderator was last; the address says where they are. */
  readonly section: Section;
  readonly panel: Panel | 'none';
}

const initialState: UiState = { section: 'posts', panel: 'none' };

const slice = createSlice({
  name: 'ui',
  initialState,
  reducers: {
    wentTo(state, { payload }: PayloadAction<Section>) {
      state.section = payload;
    },
    /** Opens a panel, or closes it if it is open. */
    toggledPanel(state, { payload }: PayloadAction<Panel>) {
      state.panel = state.panel === payload ? 'none' : payload;
    },
    closedPanel(state) {
      state.panel = 'none';
    },
  },
});

export const { wentTo, toggledPanel, closedPanel } = slice.actions;
export const uiReducer = slice.reducer;
